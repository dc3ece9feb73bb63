/* PNG through libpng. Its errors longjmp out of its calls to the setjmp in the function of ours
 * that made them (each marked), and go no further; what must outlive the jump is in `codec`. */
#include <errno.h>
#include <png.h>
#include <string.h>

#include "files.h"
#include "image.h"

typedef struct codec {
    hpc_heap *heap;
    png_structp png;
    png_infop info;
    FILE *file;
    char *row;      /* one row to write */
    char text[200]; /* libpng's complaint */
    bool out_of_memory;
    int64_t size;   /* of the file; -1 of a pipe */
    int64_t packed; /* bytes of the samples as the file packs them, before compression */
} codec;

enum { DEFLATE_RATIO_MAX = 1032 };

static void on_error(png_structp png, png_const_charp text)
{
    codec *codec = png_get_error_ptr(png);
    snprintf(codec->text, sizeof codec->text, "%s", text);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text)
{
    (void)png;
    (void)text;
}

static png_voidp allocate(png_structp png, png_alloc_size_t size)
{
    codec *codec = png_get_mem_ptr(png);
    void *block = hpc_heap_alloc(codec->heap, size);
    codec->out_of_memory |= !block;
    return block;
}

static void release(png_structp png, png_voidp block)
{
    codec *codec = png_get_mem_ptr(png);
    hpc_heap_free(codec->heap, block);
}

static void on_write(png_structp png, png_bytep data, size_t size)
{
    codec *codec = png_get_io_ptr(png);
    fwrite(data, 1, size, codec->file); /* an error is found when the file is committed */
}

static void on_flush(png_structp png)
{
    (void)png;
}

static hpc_code fail_codec(hpc_frame *frame, const codec *codec, const char *what)
{
    if (codec->out_of_memory)
        return hpc_fail(frame, HPC_MEMORY_ERROR, "not enough memory for the picture");
    return hpc_fail(frame, HPC_VALUE_ERROR, "%s: %s", what,
                    codec->text[0] ? codec->text : "unknown error");
}

/* ---- Reading -------------------------------------------------------------------------------- */

/* setjmp: read the header and ask for the expansions. False on error. */
static bool read_header(codec *codec)
{
    if (setjmp(png_jmpbuf(codec->png)))
        return false;
    png_init_io(codec->png, codec->file);
    png_set_user_limits(codec->png, HPC_IMAGE_EXTENT_MAX, HPC_IMAGE_EXTENT_MAX);
    png_set_chunk_malloc_max(codec->png, 1 << 24);
    png_read_info(codec->png, codec->info);
    codec->packed = (int64_t)png_get_rowbytes(codec->png, codec->info) *
                    png_get_image_height(codec->png, codec->info);
    png_set_expand(codec->png);
    if (png_get_bit_depth(codec->png, codec->info) == 16)
        png_set_swap(codec->png);
    png_set_interlace_handling(codec->png);
    png_read_update_info(codec->png, codec->info);
    return true;
}

/* setjmp: read the rows into a C-ordered array. */
static bool read_rows(codec *codec, const hpc_view *out)
{
    if (setjmp(png_jmpbuf(codec->png)))
        return false;
    bool interlaced = png_get_interlace_type(codec->png, codec->info) != PNG_INTERLACE_NONE;
    for (int pass = 0; pass < (interlaced ? 7 : 1); pass++)
        for (int64_t i = 0; i < out->shape[0]; i++)
            png_read_row(codec->png, (png_bytep)(out->data + i * out->strides[0]), NULL);
    png_read_end(codec->png, NULL);
    return true;
}

static void describe(const codec *codec, hpc_image_info *out)
{
    int channels = png_get_channels(codec->png, codec->info);
    *out = (hpc_image_info){.dtype =
                                png_get_bit_depth(codec->png, codec->info) == 16 ? HPC_U16 : HPC_U8,
                            .rank = channels == 1 ? 2 : 3,
                            .shape = {png_get_image_height(codec->png, codec->info),
                                      png_get_image_width(codec->png, codec->info), channels}};
}

static hpc_code read_picture(hpc_frame *frame, codec *codec, hpc_image_info *info, hpc_view *out)
{
    if (!read_header(codec))
        return fail_codec(frame, codec, "not a sound PNG file");
    describe(codec, info);
    if (!out)
        return HPC_OK;
    /* No compressed stream of this length can hold the picture: take no memory for it. */
    if (codec->size >= 0 && codec->packed / DEFLATE_RATIO_MAX > codec->size)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "not a sound PNG file: too short for %lld x %lld pixels",
                        (long long)info->shape[0], (long long)info->shape[1]);
    hpc_code code = hpc_view_new(frame, out, info->dtype, info->rank, info->shape);
    if (code != HPC_OK)
        return code;
    if (!read_rows(codec, out)) {
        hpc_view_release(out);
        return fail_codec(frame, codec, "not a sound PNG file");
    }
    return HPC_OK;
}

/* Read the header, and the picture where `out` is not NULL. */
static hpc_code read_file(hpc_frame *frame, const char *path, hpc_image_info *info, hpc_view *out)
{
    codec codec = {.heap = frame->runtime->heap};
    hpc_code code = hpc_file_open(frame, path, &codec.file, &codec.size);
    if (code != HPC_OK)
        return code;
    codec.png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, &codec, on_error, on_warning,
                                         &codec, allocate, release);
    codec.info = codec.png ? png_create_info_struct(codec.png) : NULL;
    code = codec.info ? read_picture(frame, &codec, info, out)
                      : fail_codec(frame, &codec, "libpng cannot be used");
    png_destroy_read_struct(&codec.png, &codec.info, NULL);
    fclose(codec.file);
    return code;
}

hpc_code hpc_image_peek(hpc_frame *frame, const char *path, hpc_image_info *out)
{
    return read_file(frame, path, out, NULL);
}

hpc_code hpc_image_read(hpc_frame *frame, hpc_view *out, const char *path)
{
    hpc_image_info info;
    return read_file(frame, path, &info, out);
}

/* ---- Writing -------------------------------------------------------------------------------- */

static int64_t channels_of(const hpc_view *view)
{
    return view->rank == 3 ? view->shape[2] : 1;
}

static hpc_code check_picture(hpc_frame *frame, const hpc_view *view)
{
    if (view->dtype != HPC_U8 && view->dtype != HPC_U16)
        return hpc_fail(frame, HPC_TYPE_ERROR, "a picture holds uint8 or uint16 samples, not %s",
                        hpc_dtype_name((hpc_dtype)view->dtype));
    int64_t channels = channels_of(view);
    if ((view->rank != 2 && view->rank != 3) || channels < 1 || channels > 4)
        return hpc_fail(frame, HPC_VALUE_ERROR,
                        "a picture has shape (height, width) or (height, width, 1 to 4)");
    if (view->shape[0] < 1 || view->shape[1] < 1 || view->shape[0] > INT32_MAX ||
        view->shape[1] > INT32_MAX)
        return hpc_fail(frame, HPC_VALUE_ERROR, "a picture of %lld x %lld pixels cannot be written",
                        (long long)view->shape[0], (long long)view->shape[1]);
    return HPC_OK;
}

/* Copy row i of the view to the codec's buffer, 16-bit samples with their high byte first. */
static void copy_row(char *row, const hpc_view *view, int64_t i)
{
    int64_t channels = channels_of(view), channel_step = view->rank == 3 ? view->strides[2] : 0;
    for (int64_t j = 0; j < view->shape[1]; j++)
        for (int64_t k = 0; k < channels; k++) {
            const char *at =
                view->data + i * view->strides[0] + j * view->strides[1] + k * channel_step;
            if (view->dtype == HPC_U16)
                *row++ = at[1];
            *row++ = at[0];
        }
}

/* setjmp: the whole file. */
static bool write_picture(codec *codec, const hpc_view *view)
{
    static const int types[] = {0, PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    if (setjmp(png_jmpbuf(codec->png)))
        return false;
    png_set_write_fn(codec->png, codec, on_write, on_flush);
    png_set_user_limits(codec->png, INT32_MAX, INT32_MAX);
    png_set_IHDR(codec->png, codec->info, (png_uint_32)view->shape[1], (png_uint_32)view->shape[0],
                 view->dtype == HPC_U16 ? 16 : 8, types[channels_of(view)], PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(codec->png, codec->info);
    for (int64_t i = 0; i < view->shape[0]; i++) {
        copy_row(codec->row, view, i);
        png_write_row(codec->png, (png_const_bytep)codec->row);
    }
    png_write_end(codec->png, NULL);
    return true;
}

static hpc_code encode(hpc_frame *frame, FILE *file, const hpc_view *view)
{
    codec codec = {.heap = frame->runtime->heap, .file = file};
    size_t bytes = (size_t)(view->shape[1] * channels_of(view)) * (view->dtype == HPC_U16 ? 2 : 1);
    codec.row = hpc_heap_alloc(codec.heap, bytes);
    if (!codec.row)
        return hpc_fail_memory(frame, bytes);
    codec.png = png_create_write_struct_2(PNG_LIBPNG_VER_STRING, &codec, on_error, on_warning,
                                          &codec, allocate, release);
    codec.info = codec.png ? png_create_info_struct(codec.png) : NULL;
    hpc_code code = codec.info && write_picture(&codec, view)
                        ? HPC_OK
                        : fail_codec(frame, &codec, "the picture cannot be written");
    png_destroy_write_struct(&codec.png, &codec.info);
    hpc_heap_free(codec.heap, codec.row);
    return code;
}

hpc_code hpc_image_write(hpc_frame *frame, const char *path, const hpc_view *view)
{
    hpc_file_writer writer;
    hpc_code code = check_picture(frame, view);
    if (code == HPC_OK)
        code = hpc_file_begin(frame, &writer, path);
    if (code != HPC_OK)
        return code;
    code = encode(frame, writer.file, view);
    if (code == HPC_OK)
        return hpc_file_commit(frame, &writer);
    hpc_file_abandon(frame, &writer);
    return code;
}
