/*
 * Makes edges, for all contestants the same: toggler PULL, where PULL is the file that drives the line.
 * For each line "EDGES NANOS" that it reads it toggles so often, waits so long after each, and says
 * "done".
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what)
{
    fprintf(stderr, "toggler: %s: %s\n", what, strerror(errno));
    exit(1);
}

int main(int argc, char **argv)
{
    static const char *const pulls[] = { "pull-down", "pull-up" };
    int pull, up = 0;
    long edges, nanos;

    if (argc != 2) {
        fprintf(stderr, "usage: toggler PULL\n");
        return 2;
    }
    pull = open(argv[1], O_WRONLY | O_CLOEXEC);
    if (pull < 0)
        fail(argv[1]);
    while (scanf("%ld %ld", &edges, &nanos) == 2) {
        const struct timespec pause = { .tv_nsec = nanos };

        for (long i = 0; i < edges; i++) {
            up = !up;
            if (pwrite(pull, pulls[up], strlen(pulls[up]), 0) < 0)
                fail(argv[1]);
            if (nanos)
                nanosleep(&pause, NULL);
        }
        puts("done");
        fflush(stdout);
    }
    return 0;
}
