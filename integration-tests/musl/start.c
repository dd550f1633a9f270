/*
 * Where the loader enters the program, with argc at the stack pointer and argv above it. In place of
 * musl's own start files, because the linker of Debian 12 cannot read those of newer compilers.
 */
#if defined(__x86_64__)
__asm__(".globl _start\n_start: mov %rsp, %rdi\n and $-16, %rsp\n call start\n");
#elif defined(__aarch64__)
__asm__(".globl _start\n_start: mov x0, sp\n and sp, x0, #-16\n bl start\n");
#elif defined(__arm__)
__asm__(".globl _start\n.type _start, %function\n"
        "_start: mov r0, sp\n bic r1, r0, #15\n mov sp, r1\n bl start\n");
#elif defined(__riscv)
__asm__(".globl _start\n_start: mv a0, sp\n andi sp, sp, -16\n call start\n");
#else
#error "unknown processor"
#endif

int main(int argc, char **argv);
int __libc_start_main(int (*main)(int, char **), int argc, char **argv, void (*init)(void),
                      void (*fini)(void), void (*unused)(void));
void start(long *stack);

void start(long *stack)
{
    __libc_start_main(main, (int)stack[0], (char **)(stack + 1), 0, 0, 0);
}
