/* Relocations of both architectures, against what binutils' linkers write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <elf.h>
#include <string.h>

#include "compiler/backend/object_reloc.h"

static uint32_t written(reloc_form form, uint32_t instruction, uint64_t value, uint64_t place)
{
    unsigned char bytes[8] = {0};
    uint32_t word;
    memcpy(bytes, &instruction, sizeof instruction);
    assert_null(reloc_write(form, bytes, value, place));
    memcpy(&word, bytes, sizeof word);
    return word;
}

static void refused(reloc_form form, uint64_t value, uint64_t place)
{
    unsigned char bytes[8] = {0};
    assert_non_null(reloc_write(form, bytes, value, place));
}

static void test_aarch64_branches(void **state)
{
    (void)state;
    assert_int_equal(written(RELOC_BRANCH26, 0x94000000, 0x1010, 0x1000), 0x94000004); /* bl +16 */
    assert_int_equal(written(RELOC_BRANCH26, 0x14000000, 0x0ffc, 0x1000), 0x17ffffff); /* b -4 */
    assert_int_equal(written(RELOC_BRANCH19, 0x54000000, 0x1008, 0x1000), 0x54000040); /* b.eq +8 */
    assert_int_equal(written(RELOC_BRANCH19, 0xb4000001, 0x0ff8, 0x1000),
                     0xb4ffffc1); /* cbz x1 -8 */
    written(RELOC_BRANCH26, 0x94000000, 0x10000000 + 0x7fffffc, 0x10000000);
    written(RELOC_BRANCH26, 0x94000000, 0x10000000 - 0x8000000, 0x10000000);
    refused(RELOC_BRANCH26, 0x10000000 + 0x8000000, 0x10000000);
    refused(RELOC_BRANCH26, 0x10000000 - 0x8000004, 0x10000000);
    refused(RELOC_BRANCH26, 0x1002, 0x1000);
}

static void test_aarch64_pages(void **state)
{
    (void)state;
    /* adrp x0 to the same page, to the next, one back, and 4 GB away */
    assert_int_equal(written(RELOC_PAGE21, 0x90000000, 0x1fff, 0x1004), 0x90000000);
    assert_int_equal(written(RELOC_PAGE21, 0x90000000, 0x2000, 0x1ffc), 0xb0000000);
    assert_int_equal(written(RELOC_PAGE21, 0x90000000, 0x0fff, 0x1000), 0xf0ffffe0);
    assert_int_equal(written(RELOC_PAGE21, 0x90000010, 0xfffff000, 0), 0xf07ffff0);
    refused(RELOC_PAGE21, UINT64_C(0x100000000), 0);
    /* add x0, x0, #0x678; ldr x1, [x0, #0x678]; ldr q0, [x0, #0x670] */
    assert_int_equal(written(RELOC_LOW12, 0x91000000, 0x12345678, 0), 0x9119e000);
    assert_int_equal(written(RELOC_LOW12_8, 0xf9400001, 0x12345678, 0), 0xf9433c01);
    assert_int_equal(written(RELOC_LOW12_16, 0x3dc00000, 0x12345670, 0), 0x3dc19c00);
    refused(RELOC_LOW12_8, 0x12345674, 0);
}

static void test_data(void **state)
{
    unsigned char bytes[8];
    uint64_t wide;
    (void)state;
    assert_null(reloc_write(RELOC_ABS64, bytes, UINT64_C(0x123456789abcdef0), 5));
    memcpy(&wide, bytes, 8);
    assert_true(wide == UINT64_C(0x123456789abcdef0));
    assert_null(reloc_write(RELOC_REL64, bytes, 0x1000, 0x3000));
    memcpy(&wide, bytes, 8);
    assert_true((int64_t)wide == -0x2000);
    assert_int_equal(written(RELOC_REL32, 0, 0x1000, 0x1004), 0xfffffffc);
    refused(RELOC_REL32, UINT64_C(0x90000000), 0);
    assert_int_equal(reloc_size(RELOC_REL64), 8);
    assert_int_equal(reloc_size(RELOC_LOW12), 4);
}

static void test_stubs(void **state)
{
    static const unsigned char x86[] = {0xff, 0x25, 0xfa, 0x0f, 0, 0}; /* jmp [rip + 0xffa] */
    static const uint32_t aarch64[] = {0xb0000010, 0xf9400610, 0xd61f0200};
    unsigned char bytes[16];
    (void)state;
    assert_null(reloc_x86_64.write_stub(bytes, 0x1000, 0x2000));
    assert_memory_equal(bytes, x86, sizeof x86);
    assert_null(reloc_aarch64.write_stub(bytes, 0x1000, 0x2008));
    assert_memory_equal(bytes, aarch64, sizeof aarch64);
    assert_non_null(reloc_aarch64.write_stub(bytes, 0x1000, 0x2004));
}

static void test_kinds(void **state)
{
    (void)state;
    assert_int_equal(reloc_kind_of(&reloc_aarch64, R_AARCH64_CALL26)->target, RELOC_CALL);
    assert_int_equal(reloc_kind_of(&reloc_aarch64, R_AARCH64_ADR_GOT_PAGE)->target, RELOC_TABLE);
    assert_int_equal(reloc_kind_of(&reloc_x86_64, R_X86_64_PLT32)->target, RELOC_CALL);
    assert_null(reloc_kind_of(&reloc_x86_64, R_X86_64_TPOFF32));
    assert_null(reloc_kind_of(&reloc_aarch64, R_AARCH64_TLSLE_ADD_TPREL_HI12));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_aarch64_branches),
        cmocka_unit_test(test_aarch64_pages),
        cmocka_unit_test(test_data),
        cmocka_unit_test(test_stubs),
        cmocka_unit_test(test_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
