/* Pictures as arrays: image.read and image.write of PNG files. */
#ifndef HPC_IMAGE_H
#define HPC_IMAGE_H

#include "rt.h"

enum { HPC_IMAGE_EXTENT_MAX = 1 << 20 }; /* rows or columns of a picture that is read */

/* What a picture will be as an array, from its header alone. */
typedef struct hpc_image_info {
    hpc_dtype dtype; /* uint8 or uint16 */
    int rank;        /* 2 for grey, else 3 */
    int64_t shape[3];
} hpc_image_info;

hpc_code hpc_image_peek(hpc_frame *frame, const char *path, hpc_image_info *out);
/* A fresh array: (height, width) for grey, (height, width, channels) for grey with alpha (2), RGB
 * (3) and RGBA (4); uint16 for 16 bits a sample, else uint8. Palettes become RGB or RGBA; 1, 2 and
 * 4 bits of grey are stretched to 0..255. ValueError for what is no sound PNG file. */
hpc_code hpc_image_read(hpc_frame *frame, hpc_view *out, const char *path);
/* Write a uint8 or uint16 array of such a shape (a last axis of 1 is grey). TypeError, ValueError
 * and OSError; the file appears whole or not at all. */
hpc_code hpc_image_write(hpc_frame *frame, const char *path, const hpc_view *view);

#endif
