// SPDX-License-Identifier: Apache-2.0
#ifndef OBSERVER_NAMESPACE_H
#define OBSERVER_NAMESPACE_H

/* Runs an action in a network namespace, or with a negative file in the caller's. */
int in_namespace(int netns_fd, int (*run)(void *argument), void *argument);
/* A file of the namespace (negative: the caller's) that is the caller's to close, or -errno. */
int namespace_file(int netns_fd);

#endif
