// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "namespace.h"

/* A function call for a thread in another network namespace. */
struct errand {
	int (*run)(void *argument);
	void *argument;
	int netns_fd;
	int result;
};

static void *run_errand(void *argument)
{
	struct errand *errand = argument;

	errand->result = setns(errand->netns_fd, CLONE_NEWNET) ? -errno : errand->run(errand->argument);
	return NULL;
}

/*
 * Whether the caller is in that namespace already. Then setns is not called, because it would need CAP_SYS_ADMIN, which
 * a container may lack.
 */
static bool already_there(int netns_fd)
{
	struct stat there, here;

	return !fstat(netns_fd, &there) && !stat("/proc/thread-self/ns/net", &here) && there.st_dev == here.st_dev &&
	       there.st_ino == here.st_ino;
}

/* A new thread enters the namespace, so that the caller's thread cannot stay in it by mistake. */
int in_namespace(int netns_fd, int (*run)(void *argument), void *argument)
{
	struct errand errand = {.run = run, .argument = argument, .netns_fd = netns_fd};
	sigset_t all, before;
	pthread_t thread;
	int result;

	if (netns_fd < 0 || already_there(netns_fd))
		return run(argument);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	result = pthread_create(&thread, NULL, run_errand, &errand);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (result)
		return -result;
	pthread_join(thread, NULL);
	return errand.result;
}

int namespace_file(int netns_fd)
{
	int fd =
	    netns_fd < 0 ? open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC) : fcntl(netns_fd, F_DUPFD_CLOEXEC, 0);

	return fd < 0 ? -errno : fd;
}
