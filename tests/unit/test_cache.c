/* BLAKE2b, the disk cache's entries, and the loader of object files on bytes that are not what a
 * compiler wrote. */
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backend/cache.h"
#include "backend/object_load.h"
#include "lir_fixture.h"
#include "support/blake2b.h"

/* ---- BLAKE2b ---------------------------------------------------------------------------------- */

static void check_digest(const unsigned char *bytes, size_t size, size_t piece,
                         const char *expected)
{
    unsigned char digest[BLAKE2B_SIZE];
    char text[2 * BLAKE2B_SIZE + 1];
    blake2b h;
    blake2b_begin(&h);
    for (size_t at = 0; at < size; at += piece)
        blake2b_add(&h, bytes + at, size - at < piece ? size - at : piece);
    blake2b_end(&h, digest);
    for (int i = 0; i < BLAKE2B_SIZE; i++)
        snprintf(text + (size_t)2 * i, 3, "%02x", digest[i]);
    assert_string_equal(text, expected);
}

/* Expected: Python's hashlib.blake2b(digest_size=32). */
static void digests_are_known(void **state)
{
    unsigned char bytes[1000] = {0};
    (void)state;
    check_digest(bytes, 0, 1, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
    check_digest((const unsigned char *)"abc", 3, 3,
                 "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    for (int i = 0; i < 1000; i++)
        bytes[i] = (unsigned char)(i % 251);
    static const size_t pieces[] = {1, 7, 64, 127, 128, 129, 256, 1000};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        check_digest(bytes, 128, pieces[i],
                     "c3582f71ebb2be66fa5dd750f80baae97554f3b015663c8be377cfcb2488c1d1");
        check_digest(bytes, 1000, pieces[i],
                     "b372d0608f720c8c3dd41e9c8eecb10143b41abe520b616607e754bf79c08331");
    }
}

/* ---- Entries ---------------------------------------------------------------------------------- */

typedef struct place {
    char folder[64], pattern[80];
    glob_t found;
} place;

static void make_place(place *p)
{
    snprintf(p->folder, sizeof p->folder, "/tmp/hpc-test-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->pattern, sizeof p->pattern, "%s/*/*", p->folder);
}

/* Removes everything; also what the caller found. */
static void remove_place(place *p)
{
    glob_t all;
    char top[80];
    if (glob(p->pattern, 0, NULL, &all) == 0)
        for (size_t i = 0; i < all.gl_pathc; i++)
            unlink(all.gl_pathv[i]);
    globfree(&all);
    snprintf(top, sizeof top, "%s/*", p->folder);
    if (glob(top, 0, NULL, &all) == 0)
        for (size_t i = 0; i < all.gl_pathc; i++)
            remove(all.gl_pathv[i]);
    globfree(&all);
    rmdir(p->folder);
}

static void entries_come_back(void **state)
{
    (void)state;
    hpc_heap heap = {0};
    place p;
    make_place(&p);
    for (int round = 0; round < 2; round++) {
        cache *c = cache_new(&heap, p.folder, 0);
        for (size_t size = 0; size < 3000; size += 499) {
            unsigned char bytes[3000];
            cache_key key = {{(unsigned char)size, 3}};
            size_t got = 1;
            memset(bytes, (int)size, sizeof bytes);
            void *found = cache_get(c, &key, &got);
            assert_int_equal(found != NULL, round);
            if (found) {
                assert_int_equal(got, size);
                assert_memory_equal(found, bytes, size);
            }
            hpc_heap_free(&heap, found);
            cache_put(c, &key, bytes, size);
        }
        cache_report report;
        cache_describe(c, &report);
        assert_null(report.problem);
        assert_int_equal(report.entries, 7);
        assert_int_equal(report.hits, round ? 7 : 0);
        assert_int_equal(report.misses, 7);
        cache_free(c);
    }
    assert_int_equal(heap.live, 0);
    remove_place(&p);
}

/* ---- Objects ---------------------------------------------------------------------------------- */

static const char program[] =
    "data 0 = 3f00ff112233445566778899aabbccddeeff\n"
    "fn f.0(x.1: ptr, n.2: i64) -> (s.3: f64) {\n"
    "  for i.4: i64 = 0 to n.2 step 8 vector {\n"
    "    store (x.1, mul.i64(i.4, 8)) = exp.f64x8(load.f64x8(x.1, mul.i64(i.4, 8)))\n"
    "  }\n"
    "  check lt.i64(n.2, 64) else INDEX(n.2, 0, 8)\n"
    "  call g.1(n.2) -> (s.3)\n"
    "}\n"
    "fn g.1(n.1: i64) -> (r.2: f64) {\n"
    "  set r.2 = pow.f64(cvt.f64(load.i8(symbol[0], n.1)), 2.5)\n"
    "}\n";

/* Compiles the program with a cache; the entry's file, read whole: a head of 80 bytes, the object. */
static size_t compile_to_file(place *p, unsigned char *bytes, size_t room)
{
    hpc_heap heap = {0};
    const char *error = NULL;
    arena *a = arena_new(&heap);
    assert_int_equal(setjmp(*arena_recovery(a)), 0);
    lir_module *m = lir_read(a, program, &error);
    assert_null(error);
    cache *c = cache_new(&heap, p->folder, 0);
    be_options options = {.tier = BE_TIER_VECTOR, .cache = c};
    be_session *session = be_llvm.open(&heap, &error);
    for (int round = 0; round < 2; round++) { /* compiled, then found */
        double x[8] = {0, 1};
        hpc_frame frame = {0};
        hpc_word in[] = {{.p = x}, {.i = 8}}, out[1];
        be_code *code = be_llvm.compile(session, m, &options, &error);
        assert_non_null(code);
        assert_int_equal(be_llvm.call(code, 0, &frame, in, out), HPC_OK);
        assert_true(out[0].f > 1 && x[0] == 1.0 && x[1] > 2.7 && x[1] < 2.8);
        be_llvm.release(session, code);
    }
    cache_report report;
    cache_describe(c, &report);
    assert_int_equal(report.hits, 1);
    be_llvm.close(session);
    cache_free(c);
    arena_free(a);
    assert_int_equal(heap.live, 0);
    assert_int_equal(glob(p->pattern, 0, NULL, &p->found), 0);
    FILE *file = fopen(p->found.gl_pathv[0], "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, room, file);
    fclose(file);
    globfree(&p->found);
    return size;
}

static const void *resolve_any(const char *name)
{
    return name[0] == 'h' ? NULL : (const void *)"";
}

/* Loading may succeed or fail; it reads nothing outside of the bytes (sanitizers would say so). */
static void load(const unsigned char *object, size_t size)
{
    hpc_heap heap = {0};
    object_code code;
    void *entries[4];
    unsigned char *exact = hpc_heap_alloc(&heap, size ? size : 1);
    memcpy(exact, object, size);
    const char *problem = object_load(&heap, exact, size, resolve_any, entries, 4, &code);
    assert_int_equal(problem == NULL, code.memory != NULL);
    object_unload(&code);
    hpc_heap_free(&heap, exact);
    assert_int_equal(heap.live, 0);
}

static void objects_are_checked(void **state)
{
    (void)state;
    static unsigned char file[1 << 16];
    enum { HEAD = 80 };
    place p;
    make_place(&p);
    size_t size = compile_to_file(&p, file, sizeof file);
    assert_true(size > HEAD && size < sizeof file);
    unsigned char *object = file + HEAD;
    size -= HEAD;
    for (size_t i = 0; i < size; i += 3)
        load(object, i);
    for (size_t i = 0; i < size; i++) {
        unsigned char old = object[i];
        static const unsigned char flips[] = {1, 0x80, 0xff};
        for (size_t k = 0; k < sizeof flips; k++) {
            object[i] = old ^ flips[k];
            load(object, size);
        }
        object[i] = old;
    }
    remove_place(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_are_known),
        cmocka_unit_test(entries_come_back),
        cmocka_unit_test(objects_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
