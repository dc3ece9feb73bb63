/* The tables of relocations, and how each is written. Names are those of the ABI supplements. */
#include "object_reloc.h"

#include <elf.h>
#include <stdbool.h>
#include <string.h>

static const char too_far[] = "compiled code refers to what is too far away";

static const reloc_kind x86_kinds[] = {
    {R_X86_64_64, RELOC_SYMBOL, RELOC_ABS64},
    {R_X86_64_PC64, RELOC_SYMBOL, RELOC_REL64},
    {R_X86_64_PC32, RELOC_SYMBOL, RELOC_REL32},
    {R_X86_64_PLT32, RELOC_CALL, RELOC_REL32},
    {R_X86_64_GOTPCREL, RELOC_TABLE, RELOC_REL32},
    {R_X86_64_GOTPCRELX, RELOC_TABLE, RELOC_REL32},
    {R_X86_64_REX_GOTPCRELX, RELOC_TABLE, RELOC_REL32},
};

static const reloc_kind aarch64_kinds[] = {
    {R_AARCH64_ABS64, RELOC_SYMBOL, RELOC_ABS64},
    {R_AARCH64_PREL64, RELOC_SYMBOL, RELOC_REL64},
    {R_AARCH64_PREL32, RELOC_SYMBOL, RELOC_REL32},
    {R_AARCH64_CALL26, RELOC_CALL, RELOC_BRANCH26},
    {R_AARCH64_JUMP26, RELOC_CALL, RELOC_BRANCH26},
    {R_AARCH64_CONDBR19, RELOC_SYMBOL, RELOC_BRANCH19},
    {R_AARCH64_LD_PREL_LO19, RELOC_SYMBOL, RELOC_BRANCH19},
    {R_AARCH64_ADR_PREL_PG_HI21, RELOC_SYMBOL, RELOC_PAGE21},
    {R_AARCH64_ADD_ABS_LO12_NC, RELOC_SYMBOL, RELOC_LOW12},
    {R_AARCH64_LDST8_ABS_LO12_NC, RELOC_SYMBOL, RELOC_LOW12},
    {R_AARCH64_LDST16_ABS_LO12_NC, RELOC_SYMBOL, RELOC_LOW12_2},
    {R_AARCH64_LDST32_ABS_LO12_NC, RELOC_SYMBOL, RELOC_LOW12_4},
    {R_AARCH64_LDST64_ABS_LO12_NC, RELOC_SYMBOL, RELOC_LOW12_8},
    {R_AARCH64_LDST128_ABS_LO12_NC, RELOC_SYMBOL, RELOC_LOW12_16},
    {R_AARCH64_ADR_GOT_PAGE, RELOC_TABLE, RELOC_PAGE21},
    {R_AARCH64_LD64_GOT_LO12_NC, RELOC_TABLE, RELOC_LOW12_8},
};

const reloc_kind *reloc_kind_of(const reloc_arch *arch, uint32_t type)
{
    for (unsigned i = 0; i < arch->kind_count; i++)
        if (arch->kinds[i].type == type)
            return &arch->kinds[i];
    return NULL;
}

size_t reloc_size(reloc_form form)
{
    return form == RELOC_ABS64 || form == RELOC_REL64 ? 8 : 4;
}

/* Both the host and what it loads are little-endian. */
static void write_bytes(unsigned char *at, uint64_t value, size_t size)
{
    memcpy(at, &value, size);
}

static bool fits(int64_t value, unsigned bits)
{
    return value >= -(INT64_C(1) << (bits - 1)) && value < INT64_C(1) << (bits - 1);
}

/* Puts `bits` bits of the value into the instruction, from bit `first` on. */
static void write_field(unsigned char *at, uint64_t value, unsigned bits, unsigned first)
{
    uint32_t word, mask = ((UINT32_C(1) << bits) - 1) << first;
    memcpy(&word, at, sizeof word);
    word = (word & ~mask) | ((uint32_t)(value << first) & mask);
    memcpy(at, &word, sizeof word);
}

/* A distance in words of four bytes. */
static const char *write_words(unsigned char *at, int64_t distance, unsigned bits, unsigned first)
{
    if (distance % 4 || !fits(distance / 4, bits))
        return too_far;
    write_field(at, (uint64_t)(distance / 4), bits, first);
    return NULL;
}

static const char *write_page(unsigned char *at, uint64_t value, uint64_t place)
{
    int64_t pages = (int64_t)((value >> 12) - (place >> 12));
    if (!fits(pages, 21))
        return too_far;
    write_field(at, (uint64_t)pages & 3, 2, 29);
    write_field(at, (uint64_t)pages >> 2, 19, 5);
    return NULL;
}

static const char *write_low(unsigned char *at, uint64_t value, unsigned shift)
{
    unsigned low = value & 0xfff;
    if (low & ((1u << shift) - 1))
        return "compiled code refers to what is not aligned";
    write_field(at, low >> shift, 12, 10);
    return NULL;
}

const char *reloc_write(reloc_form form, unsigned char *at, uint64_t value, uint64_t place)
{
    int64_t distance = (int64_t)(value - place);
    switch (form) {
    case RELOC_ABS64: write_bytes(at, value, 8); return NULL;
    case RELOC_REL64: write_bytes(at, (uint64_t)distance, 8); return NULL;
    case RELOC_REL32:
        write_bytes(at, (uint64_t)distance, 4);
        return fits(distance, 32) ? NULL : too_far;
    case RELOC_BRANCH26: return write_words(at, distance, 26, 0);
    case RELOC_BRANCH19: return write_words(at, distance, 19, 5);
    case RELOC_PAGE21: return write_page(at, value, place);
    case RELOC_LOW12:
    case RELOC_LOW12_2:
    case RELOC_LOW12_4:
    case RELOC_LOW12_8:
    case RELOC_LOW12_16: return write_low(at, value, form - RELOC_LOW12);
    }
    return "the object file has a relocation of an unknown kind";
}

/* jmp [rip + offset] */
static const char *write_x86_stub(unsigned char *at, uint64_t place, uint64_t slot)
{
    static const unsigned char jump[] = {0xff, 0x25};
    const unsigned size = sizeof jump + 4; /* the offset counts from the instruction's end */
    memcpy(at, jump, sizeof jump);
    return reloc_write(RELOC_REL32, at + sizeof jump, slot, place + size);
}

/* adrp x16, slot; ldr x16, [x16, low 12 bits of slot]; br x16 */
static const char *write_aarch64_stub(unsigned char *at, uint64_t place, uint64_t slot)
{
    static const uint32_t jump[] = {0x90000010, 0xf9400210, 0xd61f0200};
    memcpy(at, jump, sizeof jump);
    const char *problem = reloc_write(RELOC_PAGE21, at, slot, place);
    return problem ? problem : reloc_write(RELOC_LOW12_8, at + 4, slot, place + 4);
}

#define COUNT(kinds) (sizeof(kinds) / sizeof *(kinds))

const reloc_arch reloc_x86_64 = {EM_X86_64, 8, COUNT(x86_kinds), x86_kinds, write_x86_stub};
const reloc_arch reloc_aarch64 = {EM_AARCH64, 16, COUNT(aarch64_kinds), aarch64_kinds,
                                  write_aarch64_stub};
