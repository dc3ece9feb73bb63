/* Files of arrays, pictures and text: round trips, permission, missing files, truncation at every
 * byte, a full disk, and failing allocations that leave no file behind. */
#include "rt_fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/files.h"
#include "runtime/image.h"
#include "runtime/npy.h"
#include "runtime/textio.h"

static char folder[] = "/tmp/hpc-test-XXXXXX";

static const char *in_folder(const char *name)
{
    static char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int count_files(bool remove_them)
{
    int count = 0;
    DIR *directory = opendir(folder);
    for (struct dirent *entry; (entry = readdir(directory));) {
        if (entry->d_name[0] == '.')
            continue;
        count++;
        if (remove_them)
            unlink(in_folder(entry->d_name));
    }
    closedir(directory);
    return count;
}

static int drop_folder(void **state)
{
    (void)state;
    count_files(true);
    return rmdir(folder);
}

static void put_file(const char *name, const void *data, size_t size)
{
    FILE *file = fopen(in_folder(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    fclose(file);
}

static size_t get_file(const char *name, char *to, size_t room)
{
    FILE *file = fopen(in_folder(name), "rb");
    assert_non_null(file);
    size_t size = fread(to, 1, room, file);
    fclose(file);
    return size;
}

/* A uint8 picture of 4 x 5 RGB pixels, which serves as an array, too. */
static uint8_t pixels[60];

static hpc_view picture(void)
{
    for (int i = 0; i < 60; i++)
        pixels[i] = (uint8_t)(i * 37);
    return (hpc_view){.data = (char *)pixels,
                      .dtype = HPC_U8,
                      .rank = 3,
                      .shape = {4, 5, 3},
                      .strides = {15, 3, 1}};
}

typedef hpc_code load_fn(hpc_frame *frame, hpc_view *out, const char *path);

/* Every strict prefix of the file is refused with ValueError; the whole is read. */
static void refuse_prefixes(load_fn *load, const char *name)
{
    char data[4096];
    size_t size = get_file(name, data, sizeof data);
    fixture f;
    fixture_init(&f);
    f.runtime.files_allowed = true;
    hpc_view out;
    for (size_t length = 0; length < size; length++) {
        put_file("cut", data, length);
        assert_int_equal(load(&f.frame, &out, in_folder("cut")), HPC_VALUE_ERROR);
        assert_int_equal(f.heap.live, 0);
    }
    assert_int_equal(load(&f.frame, &out, in_folder(name)), HPC_OK);
    assert_memory_equal(out.data, pixels, 60);
    hpc_view_release(&out);
    assert_int_equal(f.heap.live, 0);
}

static void npy_files(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    f.runtime.files_allowed = true;
    hpc_view view = picture();
    hpc_npy_info info;
    assert_int_equal(hpc_npy_save(&f.frame, in_folder("a.npy"), &view), HPC_OK);
    refuse_prefixes(hpc_npy_load, "a.npy");
    assert_int_equal(hpc_npy_peek(&f.frame, in_folder("a.npy"), &info), HPC_OK);
    assert_int_equal(info.dtype, HPC_U8);
    assert_int_equal(info.rank, 3);
    assert_int_equal(info.shape[1], 5);
    assert_false(info.fortran || info.swapped);
    assert_int_equal(info.offset, 128);
    /* A header that promises 8 TB over an empty file takes no memory. */
    static const char huge[] = "\x93NUMPY\1\0\x43\0{'descr': '>c16', 'fortran_order': True, "
                               "'shape': (549755813888,)}  \n";
    put_file("huge.npy", huge, sizeof huge - 1);
    f.heap.fail_at = 1;
    assert_int_equal(hpc_npy_load(&f.frame, &view, in_folder("huge.npy")), HPC_VALUE_ERROR);
    assert_int_equal(f.heap.fail_at, 1);
}

static void png_files(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    f.runtime.files_allowed = true;
    hpc_view view = picture();
    hpc_image_info info;
    assert_int_equal(hpc_image_write(&f.frame, in_folder("a.png"), &view), HPC_OK);
    refuse_prefixes(hpc_image_read, "a.png");
    assert_int_equal(hpc_image_peek(&f.frame, in_folder("a.png"), &info), HPC_OK);
    assert_int_equal(info.dtype, HPC_U8);
    assert_int_equal(info.shape[0], 4);
    view.rank = 1;
    assert_int_equal(hpc_image_write(&f.frame, in_folder("b.png"), &view), HPC_VALUE_ERROR);
    assert_int_equal(f.heap.live, 0);
}

static void text_files(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    f.runtime.files_allowed = true;
    char text[256];
    double x[4] = {1, -2.5, 1e300, 0.1};
    hpc_view view = {
        .data = (char *)x, .dtype = HPC_F64, .rank = 2, .shape = {2, 2}, .strides = {16, 8}};
    const char *format = "%.17g";
    hpc_savetxt_options save = {.formats = &format, .delimiter = ",", .header = "a,b"};
    assert_int_equal(hpc_savetxt(&f.frame, in_folder("a.txt"), &view, &save), HPC_OK);
    text[get_file("a.txt", text, sizeof text - 1)] = '\0';
    assert_string_equal(text, "# a,b\n1,-2.5\n1.0000000000000001e+300,0.10000000000000001\n");
    hpc_loadtxt_options load = HPC_LOADTXT_DEFAULTS;
    load.delimiter = ",";
    hpc_view back;
    assert_int_equal(hpc_loadtxt(&f.frame, &back, in_folder("a.txt"), &load), HPC_OK);
    assert_int_equal(back.rank, 2);
    assert_memory_equal(back.data, x, sizeof x);
    hpc_view_release(&back);
    put_file("b.txt", "1 2\n3\n", 6);
    load.delimiter = NULL;
    assert_int_equal(hpc_loadtxt(&f.frame, &back, in_folder("b.txt"), &load), HPC_VALUE_ERROR);
    assert_string_equal(f.frame.error.text,
                        "the number of columns changed from 2 to 1 at row 2; use `usecols` to "
                        "select a subset and avoid this error");
    assert_int_equal(f.heap.live, 0);
}

static void errors_are_pythons(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    f.runtime.files_allowed = true;
    hpc_view view = picture(), out;
    assert_int_equal(hpc_npy_load(&f.frame, &out, "no/x.npy"), HPC_FILE_NOT_FOUND_ERROR);
    assert_string_equal(f.frame.error.text, "[Errno 2] No such file or directory: 'no/x.npy'");
    assert_int_equal(hpc_npy_load(&f.frame, &out, "no/it's"), HPC_FILE_NOT_FOUND_ERROR);
    assert_string_equal(f.frame.error.text, "[Errno 2] No such file or directory: \"no/it's\"");
    assert_int_equal(hpc_npy_save(&f.frame, "no/x.npy", &view), HPC_FILE_NOT_FOUND_ERROR);
    assert_int_equal(hpc_npy_load(&f.frame, &out, folder), HPC_OS_ERROR);
    assert_int_equal(hpc_npy_save(&f.frame, in_folder("kept.npy"), &view), HPC_OK);
    char name[256]; /* as long as a name may be */
    memset(name, 'n', 255);
    memcpy(name + 251, ".npy", 5);
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(hpc_npy_save(&f.frame, path, &view), HPC_OK);
    f.runtime.files_allowed = false;
    assert_int_equal(hpc_npy_load(&f.frame, &out, in_folder("kept.npy")), HPC_PERMISSION_ERROR);
    assert_int_equal(hpc_image_write(&f.frame, in_folder("x.png"), &view), HPC_PERMISSION_ERROR);
    assert_int_equal(f.heap.live, 0);
}

static void a_full_disk_is_an_os_error(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    f.runtime.files_allowed = true;
    hpc_view view = picture();
    hpc_savetxt_options save = {0};
    assert_int_equal(symlink("/dev/full", in_folder("full.npy")), 0);
    assert_int_equal(hpc_npy_save(&f.frame, in_folder("full.npy"), &view), HPC_OS_ERROR);
    assert_non_null(strstr(f.frame.error.text, "[Errno 28] No space left on device"));
    assert_int_equal(hpc_image_write(&f.frame, in_folder("full.npy"), &view), HPC_OS_ERROR);
    view.rank = 2;
    assert_int_equal(hpc_savetxt(&f.frame, in_folder("full.npy"), &view, &save), HPC_OS_ERROR);
    assert_int_equal(f.heap.live, 0);
}

/* Each kind of file written and read. */
static hpc_code use_files(fixture *f)
{
    static const char *const names[] = {"m", "m.png", "m.txt", "m.npy"};
    hpc_view view = picture(), out;
    hpc_savetxt_options save = {0};
    hpc_loadtxt_options load = HPC_LOADTXT_DEFAULTS;
    hpc_code code = hpc_npy_save(&f->frame, in_folder(names[0]), &view);
    if (code == HPC_OK)
        code = hpc_image_write(&f->frame, in_folder(names[1]), &view);
    view.rank = 2;
    if (code == HPC_OK)
        code = hpc_savetxt(&f->frame, in_folder(names[2]), &view, &save);
    if (code == HPC_OK && (code = hpc_npy_load(&f->frame, &out, in_folder(names[3]))) == HPC_OK)
        hpc_view_release(&out);
    if (code == HPC_OK && (code = hpc_image_read(&f->frame, &out, in_folder(names[1]))) == HPC_OK)
        hpc_view_release(&out);
    if (code == HPC_OK &&
        (code = hpc_loadtxt(&f->frame, &out, in_folder(names[2]), &load)) == HPC_OK)
        hpc_view_release(&out);
    return code;
}

static void failing_allocations_leave_nothing(void **state)
{
    (void)state;
    fixture f;
    fixture_init(&f);
    f.runtime.files_allowed = true;
    count_files(true);
    assert_true(fixture_fail_each(&f, use_files) >= 20);
    assert_int_equal(count_files(false), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(npy_files),
        cmocka_unit_test(png_files),
        cmocka_unit_test(text_files),
        cmocka_unit_test(errors_are_pythons),
        cmocka_unit_test(a_full_disk_is_an_os_error),
        cmocka_unit_test(failing_allocations_leave_nothing),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
