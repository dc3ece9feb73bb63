/* Files: see files.h. */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* Python's repr of a path: single quotes, unless the text holds some and no double ones. */
static void quote_path(char *to, size_t room, const char *path)
{
    char quote = strchr(path, '\'') && !strchr(path, '"') ? '"' : '\'';
    size_t used = 0;
    to[used++] = quote;
    for (; *path && used + 6 < room; path++) {
        unsigned char c = (unsigned char)*path;
        if (c == (unsigned char)quote || c == '\\') {
            to[used++] = '\\';
            to[used++] = (char)c;
        } else if (c < 0x20 || c == 0x7f) {
            const char *known = c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : NULL;
            used += (size_t)(known ? snprintf(to + used, room - used, "%s", known)
                                   : snprintf(to + used, room - used, "\\x%02x", c));
        } else {
            to[used++] = (char)c;
        }
    }
    to[used++] = quote;
    to[used] = '\0';
}

hpc_code hpc_fail_errno(hpc_frame *frame, int number, const char *path)
{
    char quoted[384];
    hpc_code code = number == ENOENT                      ? HPC_FILE_NOT_FOUND_ERROR
                    : number == EACCES || number == EPERM ? HPC_PERMISSION_ERROR
                    : number == ENOMEM                    ? HPC_MEMORY_ERROR
                                                          : HPC_OS_ERROR;
    quote_path(quoted, sizeof quoted, path);
    return hpc_fail(frame, code, "[Errno %d] %s: %s", number, strerror(number), quoted);
}

static hpc_code check_allowed(hpc_frame *frame, const char *path)
{
    if (frame->runtime->files_allowed)
        return HPC_OK;
    char quoted[384];
    quote_path(quoted, sizeof quoted, path);
    return hpc_fail(frame, HPC_PERMISSION_ERROR, "access to files is not allowed here: %s", quoted);
}

hpc_code hpc_file_open(hpc_frame *frame, const char *path, FILE **out, int64_t *size)
{
    hpc_code code = check_allowed(frame, path);
    if (code != HPC_OK)
        return code;
    FILE *file = fopen(path, "rbe");
    struct stat status;
    if (!file)
        return hpc_fail_errno(frame, errno, path);
    int number = fstat(fileno(file), &status) != 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
    if (number != 0) {
        fclose(file);
        return hpc_fail_errno(frame, number, path);
    }
    *out = file;
    *size = S_ISREG(status.st_mode) ? (int64_t)status.st_size : -1;
    return HPC_OK;
}

hpc_code hpc_file_stream(hpc_frame *frame, const char *path, const char *mode, FILE **out)
{
    int64_t size;
    if (*mode == 'r')
        return hpc_file_open(frame, path, out, &size);
    hpc_code code = check_allowed(frame, path);
    if (code != HPC_OK)
        return code;
    *out = fopen(path, mode);
    return *out ? HPC_OK : hpc_fail_errno(frame, errno, path);
}

/* ---- Writing -------------------------------------------------------------------------------- */

static char *copy_text(hpc_heap *heap, const char *text, size_t extra)
{
    size_t length = strlen(text);
    char *copy = hpc_heap_alloc(heap, length + extra + 1);
    if (copy)
        memcpy(copy, text, length + 1);
    return copy;
}

static void free_names(hpc_heap *heap, hpc_file_writer *writer)
{
    hpc_heap_free(heap, writer->target);
    hpc_heap_free(heap, writer->temporary);
    *writer = (hpc_file_writer){0};
}

/* Create a file of a fresh name beside the target. Returns the descriptor, or -1 with errno. */
static int create_temporary(hpc_file_writer *writer, mode_t mode)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
    const char *slash = strrchr(writer->target, '/');
    size_t folder = slash ? (size_t)(slash + 1 - writer->target) : 0;
    for (int attempt = 0; attempt < 100; attempt++) {
        unsigned char random[8];
        if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
            continue;
        char *end = writer->temporary + folder;
        memcpy(end, ".hpc.", 5);
        end += 5;
        for (size_t i = 0; i < sizeof random; i++)
            *end++ = letters[random[i] % 32];
        *end = '\0';
        int fd = open(writer->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    errno = EEXIST;
    return -1;
}

/* Open the target itself or a temporary beside it; errno on failure, else 0. */
static int open_output(hpc_heap *heap, hpc_file_writer *writer)
{
    struct stat status;
    bool exists = stat(writer->target, &status) == 0;
    int fd;
    if (exists && S_ISDIR(status.st_mode))
        return EISDIR;
    if (exists && !S_ISREG(status.st_mode)) {
        hpc_heap_free(heap, writer->temporary);
        writer->temporary = NULL;
        fd = open(writer->target, O_WRONLY | O_CLOEXEC);
    } else {
        if (exists && access(writer->target, W_OK) != 0)
            return errno;
        fd = create_temporary(writer, exists ? status.st_mode & 0777 : 0666);
        if (fd >= 0 && exists)
            (void)!fchmod(fd, status.st_mode & 0777); /* past the umask, where it is ours */
    }
    if (fd < 0)
        return errno;
    writer->file = fdopen(fd, "wb");
    if (writer->file)
        return 0;
    int number = errno;
    close(fd);
    if (writer->temporary)
        unlink(writer->temporary);
    return number;
}

hpc_code hpc_file_begin(hpc_frame *frame, hpc_file_writer *writer, const char *path)
{
    hpc_heap *heap = frame->runtime->heap;
    hpc_code code = check_allowed(frame, path);
    *writer = (hpc_file_writer){.path = path};
    if (code != HPC_OK)
        return code;
    /* The file behind a symbolic link is the one to replace. */
    char resolved[PATH_MAX];
    const char *target = realpath(path, resolved) ? resolved : path;
    writer->target = copy_text(heap, target, 0);
    writer->temporary = copy_text(heap, target, 16);
    if (!writer->target || !writer->temporary) {
        free_names(heap, writer);
        return hpc_fail_memory(frame, strlen(target));
    }
    int number = open_output(heap, writer);
    if (number != 0) {
        free_names(heap, writer);
        return hpc_fail_errno(frame, number, path);
    }
    return HPC_OK;
}

hpc_code hpc_file_commit(hpc_frame *frame, hpc_file_writer *writer)
{
    const char *path = writer->path;
    errno = 0;
    bool failed = ferror(writer->file) != 0;
    int number = failed ? ENOSPC : 0; /* of a write that stdio made earlier only the fact is left */
    if (fflush(writer->file) != 0)
        number = errno ? errno : EIO;
    if (fclose(writer->file) != 0 && number == 0)
        number = errno ? errno : EIO;
    if (number == 0 && writer->temporary && rename(writer->temporary, writer->target) != 0)
        number = errno;
    if (number != 0 && writer->temporary)
        unlink(writer->temporary);
    free_names(frame->runtime->heap, writer);
    return number == 0 ? HPC_OK : hpc_fail_errno(frame, number, path);
}

void hpc_file_abandon(hpc_frame *frame, hpc_file_writer *writer)
{
    if (!writer->file)
        return;
    fclose(writer->file);
    if (writer->temporary)
        unlink(writer->temporary);
    free_names(frame->runtime->heap, writer);
}
