/* Primes up to 5 million. cflags: -O2 */
#include "../peer.h"

#include <string.h>

enum { N = 5000000 };
static unsigned char *prime;
static int64_t primes;

int peer_setup(void)
{
    prime = malloc(N + 1);
    return prime != NULL;
}

void peer_reset(void)
{
}

void peer_run(void)
{
    memset(prime, 1, N + 1);
    prime[0] = prime[1] = 0;
    for (int64_t i = 2; i * i <= N; i++)
        if (prime[i])
            for (int64_t j = i * i; j <= N; j += i)
                prime[j] = 0;
    primes = 0;
    for (int64_t i = 0; i <= N; i++)
        if (prime[i])
            primes++;
}

double peer_check(void)
{
    return (double)primes;
}
