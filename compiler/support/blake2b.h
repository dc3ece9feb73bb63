/* BLAKE2b with results of 32 bytes (RFC 7693, no key): names and checks what the disk cache keeps. */
#ifndef HPC_BLAKE2B_H
#define HPC_BLAKE2B_H

#include <stddef.h>
#include <stdint.h>

enum { BLAKE2B_SIZE = 32, BLAKE2B_BLOCK = 128 };

typedef struct blake2b {
    uint64_t state[8];
    uint64_t length; /* bytes so far, those in the block too */
    size_t used;     /* bytes of the block */
    unsigned char block[BLAKE2B_BLOCK];
} blake2b;

void blake2b_begin(blake2b *h);
void blake2b_add(blake2b *h, const void *bytes, size_t size);
void blake2b_end(blake2b *h, unsigned char digest[BLAKE2B_SIZE]);

#endif
