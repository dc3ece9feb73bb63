/* What of loading an object file depends on its architecture: the kinds of relocations, how a value is
 * written into an instruction, and the jump for names that are too far away to be called.
 *
 * Both architectures are always compiled, so that both can be tested anywhere. */
#ifndef HPC_OBJECT_RELOC_H
#define HPC_OBJECT_RELOC_H

#include <stddef.h>
#include <stdint.h>

/* What a relocation's value is computed from. */
typedef enum reloc_target {
    RELOC_SYMBOL, /* the symbol's address */
    RELOC_CALL,   /* the same, or the jump that stands for a name outside of the object */
    RELOC_TABLE   /* the place of the symbol's address in the table */
} reloc_target;

typedef enum reloc_form {
    RELOC_ABS64,    /* 8 bytes */
    RELOC_REL64,    /* 8 bytes, relative to the place */
    RELOC_REL32,    /* 4 bytes, relative to the place, with a sign */
    RELOC_BRANCH26, /* AArch64: b, bl: 26 bits of words */
    RELOC_BRANCH19, /* AArch64: b.cond, cbz, ldr: 19 bits of words */
    RELOC_PAGE21,   /* AArch64: adrp: 21 bits of pages */
    RELOC_LOW12,    /* AArch64: the address within its page, in units of 1 (add), ... */
    RELOC_LOW12_2,
    RELOC_LOW12_4,
    RELOC_LOW12_8,
    RELOC_LOW12_16
} reloc_form;

typedef struct reloc_kind {
    uint32_t type; /* ELF's */
    uint8_t target, form;
} reloc_kind;

typedef struct reloc_arch {
    uint16_t machine; /* ELF's */
    uint8_t stub_size;
    uint8_t kind_count;
    const reloc_kind *kinds;
    /* Writes the jump to the address that the table has at `slot`; it will be run at `place`. NULL, or
     * what failed. */
    const char *(*write_stub)(unsigned char *at, uint64_t place, uint64_t slot);
} reloc_arch;

extern const reloc_arch reloc_x86_64, reloc_aarch64;

/* NULL: a kind that the loader does not know. */
const reloc_kind *reloc_kind_of(const reloc_arch *arch, uint32_t type);
/* How many bytes are written. */
size_t reloc_size(reloc_form form);
/* Writes the relocation to `at`, where the bytes lie that will be run or read at `place`. NULL, or what
 * failed: a constant text. */
const char *reloc_write(reloc_form form, unsigned char *at, uint64_t value, uint64_t place);

#endif
