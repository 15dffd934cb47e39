/* A stand-in for a vendor's library: one USB reader at port 1003. The environment decides how it
   behaves: FAKE_CARD is a file with the text block, FAKE_MODE is "crash", "hang" or "chatty".
   Names what it needs of libc itself, so that a compiler without headers is enough. */
extern char *getenv(const char *name);
extern int strcmp(const char *one, const char *other);
extern void abort(void);
extern int puts(const char *text);
extern int fflush(void *file);
extern unsigned int sleep(unsigned int seconds);
extern void *fopen(const char *path, const char *mode);
extern unsigned long fread(void *into, unsigned long size, unsigned long count, void *file);
extern int fclose(void *file);

static int is(const char *mode) {
    const char *wanted = getenv("FAKE_MODE");
    return wanted && strcmp(wanted, mode) == 0;
}

int SDT_OpenPort(int port) { return port == 1003 && !is("none") ? 0x90 : 1; }

int SDT_StartFindIDCard(int port, unsigned char *answer, int if_open) {
    (void)port; (void)answer; (void)if_open;
    if (is("crash")) abort();
    if (is("gone")) return 2;
    if (is("chatty")) { puts("noise from the vendor"); fflush(0); }
    while (is("hang")) sleep(1000);
    return getenv("FAKE_CARD") ? 0x9f : 0x80;
}

int SDT_SelectIDCard(int port, unsigned char *answer, int if_open) {
    (void)port; (void)answer; (void)if_open;
    return 0x90;
}

int SDT_ReadBaseMsg(int port, unsigned char *text, unsigned int *text_length,
                    unsigned char *photo, unsigned int *photo_length, int if_open) {
    void *file = fopen(getenv("FAKE_CARD"), "rb");
    (void)port; (void)photo; (void)if_open;
    if (!file) return 0x41;
    *text_length = (unsigned int)fread(text, 1, 256, file);
    *photo_length = 1024;
    fclose(file);
    return 0x90;
}
