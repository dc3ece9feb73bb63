/* The command: hpcc. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../hpc.h"

static char *read_file(const char *path, size_t *length)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    char *text = NULL;
    size_t used = 0, room = 0, got = 0;
    do {
        if (used + 65536 > room) {
            room = 2 * room + 65536;
            char *grown = realloc(text, room);
            if (!grown)
                break;
            text = grown;
        }
        got = fread(text + used, 1, room - used, f);
        used += got;
    } while (got);
    fclose(f);
    *length = used;
    return text;
}

int main(int argc, char **argv)
{
    const char *path = argv[argc - 1];
    size_t length = 0;
    char *text = read_file(path, &length);
    if (!text)
        return 1;
    hpc_options options = {.allow_files = true, .verify = true, .backend = getenv("HPC_BACKEND")};
    hpc_context *c = hpc_context_new(&options);
    hpc_status status = hpc_run(c, path, text, length);
    if (status != HPC_SUCCESS)
        fputs(hpc_message(c), stderr);
    hpc_context_free(c);
    free(text);
    return status == HPC_SUCCESS ? 0 : 1;
}
