// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_NAMESPACE_H
#define OBSERVER_NAMESPACE_H

/* Calls a function in a network namespace, or in the caller's if netns_fd is negative. */
int in_namespace(int netns_fd, int (*run)(void *argument), void *argument);
/* Returns a new file of the namespace (of the caller's if netns_fd is negative), which the caller closes, or -errno. */
int namespace_file(int netns_fd);

#endif
