/* Preloaded into a program: writes down what it does to files below the folder WATCHED, in order,
   into the file WATCH_LOG; and lets operations fail where watch_fail asks for it. Names what it
   needs of libc itself: no headers are wanted. */
typedef unsigned long size;
typedef long offset;
extern void *dlsym(void *handle, const char *name);
extern char *getenv(const char *name);
extern char *getcwd(char *into, size room);
extern int access(const char *path, int mode);
extern int fcntl(int fd, int command, ...);
extern offset lseek(int fd, offset by, int whence);
extern int *__errno_location(void);
extern offset readlink(const char *path, char *into, size room);
extern int snprintf(char *into, size room, const char *format, ...);
extern size strlen(const char *text);
extern int strncmp(const char *one, const char *other, size most);

#define REAL(name) dlsym((void *)-1L, name)
enum { CREATE = 0100, TRUNCATE = 01000, APPEND = 02000, HERE = -100, LONGEST = 4096 };
enum { INVALID = 22, OTHER_DEVICE = 18 };

static char busy;
static int log_file = -1, failing_with, failing_once;
static long operations, failing_at = -1;
static const char *watched;

static offset put(const void *bytes, size count) {
    offset (*whole)(int, const void *, size) = REAL("write");
    return whole(log_file, bytes, count);
}

static void begin(void) {
    while (__atomic_test_and_set(&busy, __ATOMIC_ACQUIRE)) {}
    if (watched) return;
    int (*whole)(const char *, int, ...) = REAL("open");
    watched = getenv("WATCHED") ? getenv("WATCHED") : "";
    if (getenv("WATCH_LOG")) {
        int low = whole(getenv("WATCH_LOG"), 1 | CREATE | APPEND, 0600);
        log_file = fcntl(low, 1030, 700); /* F_DUPFD_CLOEXEC: out of the way of other files */
    }
}

static void end(void) { __atomic_clear(&busy, __ATOMIC_RELEASE); }

static int is_watched(const char *path) {
    size length = strlen(watched);
    return length && strncmp(path, watched, length) == 0 && (path[length] == '/' || !path[length]);
}

static void path_at(int folder, const char *name, char *into) {
    char start[LONGEST] = "", link[64];
    if (name[0] == '/') {
        snprintf(into, LONGEST, "%s", name);
        return;
    }
    if (folder == HERE) {
        getcwd(start, LONGEST);
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        offset got = readlink(link, start, LONGEST - 1);
        start[got > 0 ? got : 0] = 0;
    }
    snprintf(into, LONGEST, "%s/%s", start, name);
}

static int path_of(int fd, char *into) {
    path_at(fd, "", into);
    into[strlen(into) ? strlen(into) - 1 : 0] = 0;
    return is_watched(into);
}

/* One letter, two names and the content each with its length, where it belongs. */
static void note(char kind, const char *one, const char *other, offset at, const void *content,
                 size count) {
    if (log_file < 0) return;
    char head[128];
    int length = snprintf(head, sizeof head, "%c %lu %lu %ld %lu\n", kind, strlen(one),
                          strlen(other), at, count);
    put(head, (size)length);
    put(one, strlen(one));
    put(other, strlen(other));
    if (count) put(content, count);
}

static int fails(void) {
    operations++;
    if (failing_at < 0 || operations < failing_at || (failing_once && operations > failing_at))
        return 0;
    *__errno_location() = failing_with;
    return 1;
}

/* For the program itself: what it acknowledges, in the order of its operations on files. */
void watch_note(const char *text) {
    begin();
    note('a', text, "", 0, 0, 0);
    end();
}

/* Lets the operation of that number from now on, and all after it or not, end in an error. */
void watch_fail(long at, int error, int once) {
    begin();
    operations = 0;
    failing_at = at;
    failing_with = error;
    failing_once = once;
    end();
}

long watch_count(void) { return operations; }

static int opened(const char *real, int folder, const char *name, int flags, int mode) {
    int (*whole)(int, const char *, int, ...) = REAL(real);
    char path[LONGEST];
    begin();
    path_at(folder, name, path);
    if (!is_watched(path) || !(flags & (CREATE | TRUNCATE))) {
        end();
        return whole(folder, name, flags, mode);
    }
    int there = access(path, 0) == 0, counts = there ? flags & TRUNCATE : flags & CREATE;
    int fd = counts && fails() ? -1 : whole(folder, name, flags, mode);
    if (fd >= 0 && counts) note(there ? 't' : 'c', path, "", 0, 0, 0);
    end();
    return fd;
}

#define OPEN(name, folder, real, before)                                                          \
    int name(before const char *path, int flags, ...) {                                           \
        __builtin_va_list rest;                                                                   \
        __builtin_va_start(rest, flags);                                                          \
        int mode = flags & CREATE ? __builtin_va_arg(rest, int) : 0;                              \
        __builtin_va_end(rest);                                                                   \
        return opened(real, folder, path, flags, mode);                                           \
    }
#define FOLDER int folder,
OPEN(open, HERE, "openat", )
OPEN(open64, HERE, "openat64", )
OPEN(openat, folder, "openat", FOLDER)
OPEN(openat64, folder, "openat64", FOLDER)

offset write(int fd, const void *content, size count) {
    offset (*whole)(int, const void *, size) = REAL("write");
    char path[LONGEST];
    begin();
    if (!path_of(fd, path)) {
        end();
        return whole(fd, content, count);
    }
    offset at = lseek(fd, 0, fcntl(fd, 3) & APPEND ? 2 : 1);
    offset done = fails() ? -1 : whole(fd, content, count);
    if (done > 0) note('w', path, "", at, content, (size)done);
    end();
    return done;
}

static offset written_at(const char *real, int fd, const void *content, size count, offset at) {
    offset (*whole)(int, const void *, size, offset) = REAL(real);
    char path[LONGEST];
    begin();
    int ours = path_of(fd, path);
    offset done = ours && fails() ? -1 : whole(fd, content, count, at);
    if (ours && done > 0) note('w', path, "", at, content, (size)done);
    end();
    return done;
}

offset pwrite(int fd, const void *content, size count, offset at) {
    return written_at("pwrite", fd, content, count, at);
}
offset pwrite64(int fd, const void *content, size count, offset at) {
    return written_at("pwrite64", fd, content, count, at);
}

static int on_file(const char *real, char kind, int fd, offset length) {
    int (*whole)(int, offset) = REAL(real);
    char path[LONGEST];
    begin();
    int ours = path_of(fd, path);
    int done = ours && fails() ? -1 : whole(fd, length);
    if (ours && done == 0) note(kind, path, "", length, 0, 0);
    end();
    return done;
}

int ftruncate(int fd, offset length) { return on_file("ftruncate", 't', fd, length); }
int ftruncate64(int fd, offset length) { return on_file("ftruncate64", 't', fd, length); }
int fsync(int fd) { return on_file("fsync", 's', fd, 0); }
int fdatasync(int fd) { return on_file("fdatasync", 's', fd, 0); }

static int renamed(int from, const char *old, int to, const char *new) {
    int (*whole)(int, const char *, int, const char *) = REAL("renameat");
    char one[LONGEST], other[LONGEST];
    begin();
    path_at(from, old, one);
    path_at(to, new, other);
    int ours = is_watched(one) || is_watched(other);
    int done = ours && fails() ? -1 : whole(from, old, to, new);
    if (ours && done == 0) note('r', one, other, 0, 0, 0);
    end();
    return done;
}

int rename(const char *old, const char *new) { return renamed(HERE, old, HERE, new); }
int renameat(int from, const char *old, int to, const char *new) {
    return renamed(from, old, to, new);
}

static int named(const char *real, char kind, int folder, const char *name, int given) {
    int (*whole)(int, const char *, int) = REAL(real);
    char path[LONGEST];
    begin();
    path_at(folder, name, path);
    int ours = is_watched(path);
    int done = ours && fails() ? -1 : whole(folder, name, given);
    if (ours && done == 0) note(kind, path, "", 0, 0, 0);
    end();
    return done;
}

int unlinkat(int folder, const char *name, int flags) {
    return named("unlinkat", 'u', folder, name, flags);
}
int unlink(const char *name) { return named("unlinkat", 'u', HERE, name, 0); }
int rmdir(const char *name) { return named("unlinkat", 'u', HERE, name, 0x200); }
int mkdirat(int folder, const char *name, unsigned mode) {
    return named("mkdirat", 'm', folder, name, (int)mode);
}
int mkdir(const char *name, unsigned mode) { return named("mkdirat", 'm', HERE, name, (int)mode); }

/* What is copied inside the kernel passes by here: Python copies by hand where that is refused. */
offset sendfile(int to, int from, offset *at, size count) {
    offset (*whole)(int, int, offset *, size) = REAL("sendfile");
    char path[LONGEST];
    begin();
    int ours = path_of(to, path);
    end();
    if (!ours) return whole(to, from, at, count);
    *__errno_location() = INVALID;
    return -1;
}
offset sendfile64(int to, int from, offset *at, size count) { return sendfile(to, from, at, count); }
offset copy_file_range(int from, offset *at, int to, offset *into, size count, unsigned flags) {
    (void)from, (void)at, (void)to, (void)into, (void)count, (void)flags;
    *__errno_location() = OTHER_DEVICE;
    return -1;
}
