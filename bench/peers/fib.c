/* fib(35) by recursion. cflags: -O2 */
#include "../peer.h"

static volatile int64_t argument = 35;
static int64_t result;

static int64_t fib(int64_t n)
{
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

int peer_setup(void)
{
    return 1;
}

void peer_reset(void)
{
}

void peer_run(void)
{
    result = fib(argument);
}

double peer_check(void)
{
    return (double)result;
}
