/* The loader of object files: layout, memory, relocations.
 *
 * Memory is one mapping of two parts, code (sections and, after them, a jump for every name outside
 * of the object that is called) and constants (sections and a table of addresses):
 *
 *   call memcpy@PLT   ->   call stub;  stub: jmp *[address of memcpy]
 *
 * since the functions of the process may be farther away than a call reaches. What depends on the
 * architecture is in object_reloc.c. Both parts are
 * written first and then get their protection: no page is ever writable and executable. */
#include "object_load.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "object_reloc.h"

enum { MAX_OBJECT = 1 << 30 };

#if defined(__aarch64__)
#define ARCH (&reloc_aarch64)
#else
#define ARCH (&reloc_x86_64)
#endif

typedef struct object {
    const unsigned char *bytes;
    size_t size;
    const Elf64_Shdr *sections;
    uint32_t section_count;
    const Elf64_Sym *symbols;
    uint32_t symbol_count;
    const char *names; /* of symbols */
    size_t names_size;
    object_resolve resolve;
    /* Decided here. Offsets are into the mapping and one more than they are: 0 is none. */
    size_t *places;  /* by section */
    uint32_t *slots; /* by symbol: its row of the table of addresses */
    uint32_t slot_count;
    size_t stubs, table; /* offsets, plain */
    size_t code_size, total_size;
    unsigned char *memory;
} object;

static const char bad_object[] = "the object file is not valid";
static const char no_such_name[] = "compiled code refers to a name that there is not";

/* ---- Reading ---------------------------------------------------------------------------------- */

static bool inside(const object *o, uint64_t offset, uint64_t size)
{
    return offset <= o->size && size <= o->size - offset;
}

static bool is_object(const Elf64_Ehdr *head)
{
    return memcmp(head->e_ident, ELFMAG, SELFMAG) == 0 && head->e_ident[EI_CLASS] == ELFCLASS64 &&
           head->e_ident[EI_DATA] == ELFDATA2LSB && head->e_type == ET_REL &&
           head->e_machine == ARCH->machine && head->e_shentsize == sizeof(Elf64_Shdr);
}

/* A table inside of the bytes, where its alignment holds. */
static const void *table_at(const object *o, uint64_t offset, uint64_t size)
{
    return inside(o, offset, size) && offset % 8 == 0 ? o->bytes + offset : NULL;
}

static bool read_symbols(object *o, const Elf64_Shdr *section)
{
    if (o->symbols || section->sh_link >= o->section_count)
        return false;
    const Elf64_Shdr *names = &o->sections[section->sh_link];
    o->symbols = table_at(o, section->sh_offset, section->sh_size);
    o->symbol_count = (uint32_t)(section->sh_size / sizeof(Elf64_Sym));
    o->names = (const char *)o->bytes + names->sh_offset;
    o->names_size = names->sh_size;
    return o->symbols && inside(o, names->sh_offset, names->sh_size) && names->sh_size > 0 &&
           o->names[names->sh_size - 1] == '\0';
}

static bool has_bytes(const Elf64_Shdr *s)
{
    return s->sh_type != SHT_NOBITS && s->sh_type != SHT_NULL;
}

static const char *read_object(object *o)
{
    const Elf64_Ehdr *head = (const Elf64_Ehdr *)(const void *)o->bytes;
    if (o->size < sizeof *head || o->size > MAX_OBJECT || (uintptr_t)o->bytes % 8 ||
        !is_object(head))
        return bad_object;
    o->section_count = head->e_shnum;
    o->sections = table_at(o, head->e_shoff, (uint64_t)head->e_shnum * sizeof(Elf64_Shdr));
    if (!o->sections)
        return bad_object;
    for (uint32_t i = 0; i < o->section_count; i++) {
        const Elf64_Shdr *s = &o->sections[i];
        if (has_bytes(s) && !inside(o, s->sh_offset, s->sh_size))
            return bad_object;
        if (s->sh_type == SHT_SYMTAB && !read_symbols(o, s))
            return bad_object;
    }
    return o->symbols ? NULL : bad_object;
}

/* ---- Layout ----------------------------------------------------------------------------------- */

/* Tables of unwinding are for exceptions, which compiled code has none of. */
static bool is_loaded(const Elf64_Shdr *s)
{
    return (s->sh_flags & SHF_ALLOC) && s->sh_type == SHT_PROGBITS && s->sh_size > 0;
}

static const char *check_section(const Elf64_Shdr *s)
{
    bool alloc = (s->sh_flags & SHF_ALLOC) && s->sh_size > 0;
    bool known = s->sh_type == SHT_PROGBITS || s->sh_type == SHT_X86_64_UNWIND;
    if (alloc && (!known || (s->sh_flags & SHF_TLS) || s->sh_addralign > HPC_ALIGNMENT ||
                  (s->sh_addralign & (s->sh_addralign - 1))))
        return "the object file has a section of an unknown kind";
    return NULL;
}

static size_t round_up(size_t n, size_t to)
{
    return (n + to - 1) / to * to;
}

/* Places the sections that are code, or that are not, after *end. */
static void place_sections(object *o, bool code, size_t *end)
{
    for (uint32_t i = 0; i < o->section_count; i++) {
        const Elf64_Shdr *s = &o->sections[i];
        if (!is_loaded(s) || ((s->sh_flags & SHF_EXECINSTR) != 0) != code)
            continue;
        *end = round_up(*end, s->sh_addralign ? s->sh_addralign : 1);
        o->places[i] = *end + 1;
        *end += s->sh_size;
    }
}

static bool is_relocation_of_loaded(const object *o, const Elf64_Shdr *s)
{
    return s->sh_type == SHT_RELA && s->sh_info < o->section_count &&
           is_loaded(&o->sections[s->sh_info]);
}

/* Is it reached through the table: a name outside, or one whose address the code loads. */
static bool needs_slot(const object *o, const Elf64_Rela *r)
{
    const reloc_kind *kind = reloc_kind_of(ARCH, ELF64_R_TYPE(r->r_info));
    bool outside = o->symbols[ELF64_R_SYM(r->r_info)].st_shndx == SHN_UNDEF;
    return kind && (kind->target == RELOC_TABLE || (kind->target == RELOC_CALL && outside));
}

static const char *count_slots(object *o, const Elf64_Shdr *section)
{
    const Elf64_Rela *r = table_at(o, section->sh_offset, section->sh_size);
    if (!r)
        return bad_object;
    for (const Elf64_Rela *end = r + section->sh_size / sizeof *r; r < end; r++) {
        uint64_t symbol = ELF64_R_SYM(r->r_info);
        if (symbol >= o->symbol_count)
            return bad_object;
        if (needs_slot(o, r) && !o->slots[symbol])
            o->slots[symbol] = ++o->slot_count;
    }
    return NULL;
}

static const char *lay_out(object *o)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const char *problem = NULL;
    for (uint32_t i = 0; i < o->section_count && !problem; i++) {
        problem = check_section(&o->sections[i]);
        if (!problem && is_relocation_of_loaded(o, &o->sections[i]))
            problem = count_slots(o, &o->sections[i]);
    }
    size_t end = 0;
    place_sections(o, true, &end);
    o->stubs = round_up(end, ARCH->stub_size);
    o->code_size = end = round_up(o->stubs + (size_t)o->slot_count * ARCH->stub_size, page);
    place_sections(o, false, &end);
    o->table = round_up(end, sizeof(void *));
    o->total_size = round_up(o->table + o->slot_count * sizeof(void *), page);
    return problem;
}

/* ---- Relocation ------------------------------------------------------------------------------- */

/* The address of a symbol, or 0. */
static uint64_t address_of(const object *o, uint64_t index)
{
    const Elf64_Sym *s = &o->symbols[index];
    if (s->st_shndx == SHN_UNDEF)
        return s->st_name < o->names_size ? (uint64_t)(uintptr_t)o->resolve(o->names + s->st_name)
                                          : 0;
    if (s->st_shndx == SHN_ABS)
        return s->st_value;
    if (s->st_shndx >= o->section_count || !o->places[s->st_shndx] ||
        s->st_value > o->sections[s->st_shndx].sh_size)
        return 0;
    return (uint64_t)(uintptr_t)o->memory + o->places[s->st_shndx] - 1 + s->st_value;
}

static uint64_t address_in(const object *o, size_t offset)
{
    return (uint64_t)(uintptr_t)(o->memory + offset);
}

static size_t stub_of(const object *o, uint64_t symbol)
{
    return o->stubs + (size_t)(o->slots[symbol] - 1) * ARCH->stub_size;
}

static size_t slot_of(const object *o, uint64_t symbol)
{
    return o->table + (size_t)(o->slots[symbol] - 1) * sizeof(void *);
}

/* Fills the table of addresses, and the jumps through it. */
static const char *fill_slots(const object *o)
{
    const char *problem = NULL;
    for (uint64_t i = 0; i < o->symbol_count && !problem; i++) {
        if (!o->slots[i])
            continue;
        size_t stub = stub_of(o, i), slot = slot_of(o, i);
        uint64_t address = address_of(o, i);
        if (!address)
            return no_such_name;
        memcpy(o->memory + slot, &address, sizeof address);
        problem = ARCH->write_stub(o->memory + stub, address_in(o, stub), address_in(o, slot));
    }
    return problem;
}

static uint64_t target_of(const object *o, const reloc_kind *kind, uint64_t symbol)
{
    if (kind->target == RELOC_TABLE)
        return address_in(o, slot_of(o, symbol));
    if (kind->target == RELOC_CALL && o->symbols[symbol].st_shndx == SHN_UNDEF)
        return address_in(o, stub_of(o, symbol));
    return address_of(o, symbol);
}

/* One relocation of the loaded section whose first byte is at `base`. */
static const char *relocate(const object *o, const Elf64_Rela *r, const Elf64_Shdr *section,
                            unsigned char *base)
{
    const reloc_kind *kind = reloc_kind_of(ARCH, ELF64_R_TYPE(r->r_info));
    if (!kind)
        return "the object file has a relocation of an unknown kind";
    size_t size = reloc_size((reloc_form)kind->form);
    if (r->r_offset > section->sh_size || size > section->sh_size - r->r_offset)
        return bad_object;
    unsigned char *at = base + r->r_offset;
    uint64_t target = target_of(o, kind, ELF64_R_SYM(r->r_info));
    if (!target)
        return no_such_name;
    return reloc_write((reloc_form)kind->form, at, target + (uint64_t)r->r_addend,
                       (uint64_t)(uintptr_t)at);
}

static void copy_section(const object *o, uint32_t index)
{
    const Elf64_Shdr *s = &o->sections[index];
    if (o->places[index])
        memcpy(o->memory + o->places[index] - 1, o->bytes + s->sh_offset, s->sh_size);
}

static const char *relocate_section(const object *o, const Elf64_Shdr *section)
{
    const Elf64_Rela *r = table_at(o, section->sh_offset, section->sh_size);
    const char *problem = NULL;
    unsigned char *base = o->memory + o->places[section->sh_info] - 1;
    for (uint64_t i = 0; i < section->sh_size / sizeof *r && !problem; i++)
        problem = relocate(o, &r[i], &o->sections[section->sh_info], base);
    return problem;
}

static const char *fill(const object *o)
{
    for (uint32_t i = 0; i < o->section_count; i++)
        copy_section(o, i);
    const char *problem = fill_slots(o);
    for (uint32_t i = 0; i < o->section_count && !problem; i++)
        if (is_relocation_of_loaded(o, &o->sections[i]))
            problem = relocate_section(o, &o->sections[i]);
    return problem;
}

/* ---- Entries ---------------------------------------------------------------------------------- */

/* NAME_12: 12; UINT32_MAX for other names. */
static uint32_t index_of(const char *name)
{
    const char *line = strrchr(name, '_');
    char *end = NULL;
    unsigned long index = line && line[1] ? strtoul(line + 1, &end, 10) : UINT32_MAX;
    return end && !*end && index < UINT32_MAX ? (uint32_t)index : UINT32_MAX;
}

static void find_entries(const object *o, void **entries, uint32_t count)
{
    for (uint64_t i = 0; i < o->symbol_count; i++) {
        const Elf64_Sym *s = &o->symbols[i];
        if (ELF64_ST_BIND(s->st_info) != STB_GLOBAL || s->st_shndx == SHN_UNDEF ||
            ELF64_ST_TYPE(s->st_info) != STT_FUNC || s->st_name >= o->names_size)
            continue;
        uint32_t index = index_of(o->names + s->st_name);
        if (index < count)
            entries[index] = (void *)(uintptr_t)address_of(o, i);
    }
}

/* ---- The interface ---------------------------------------------------------------------------- */

/* No bytes are fine, which emulators see otherwise. */
static bool protect(unsigned char *memory, size_t size, int protection)
{
    return size == 0 || mprotect(memory, size, protection) == 0;
}

static const char *map(object *o, object_code *code)
{
    o->memory =
        mmap(NULL, o->total_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (o->memory == MAP_FAILED)
        return "out of memory";
    *code = (object_code){o->memory, o->total_size};
    const char *problem = fill(o);
    /* Instructions are fetched from a cache of their own where the processor keeps two. */
    __builtin___clear_cache((char *)o->memory, (char *)o->memory + o->code_size);
    if (!problem && !(protect(o->memory, o->code_size, PROT_READ | PROT_EXEC) &&
                      protect(o->memory + o->code_size, o->total_size - o->code_size, PROT_READ)))
        problem = "the system does not let compiled code run";
    if (problem)
        object_unload(code);
    return problem;
}

const char *object_load(hpc_heap *heap, const void *bytes, size_t size, object_resolve resolve,
                        void **entries, uint32_t count, object_code *code)
{
    object o = {.bytes = bytes, .size = size, .resolve = resolve};
    memset(entries, 0, count * sizeof *entries);
    *code = (object_code){0};
    const char *problem = read_object(&o);
    if (problem)
        return problem;
    o.places = hpc_heap_zalloc(heap, (o.section_count + 1) * sizeof *o.places);
    o.slots = hpc_heap_zalloc(heap, (o.symbol_count + 1) * sizeof *o.slots);
    problem = o.places && o.slots ? lay_out(&o) : "out of memory";
    if (!problem)
        problem = map(&o, code);
    if (!problem)
        find_entries(&o, entries, count);
    hpc_heap_free(heap, o.places);
    hpc_heap_free(heap, o.slots);
    return problem;
}

void object_unload(object_code *code)
{
    if (code->memory)
        munmap(code->memory, code->size);
    *code = (object_code){0};
}
