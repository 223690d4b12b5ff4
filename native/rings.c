// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <linux/perf_event.h>

#include "events.h"
#include "message.h"
#include "observer.h"
#include "rings.h"
#include "shim.h"

#define NO_RECORD UINT64_MAX
#define MAX_RING_PAGES (1U << 18)
/* A sample consists of header, raw size, struct trace_sample, packet; a lost record of header, id, lost. */
#define SAMPLE_OFFSET 12
#define SAMPLE_HEAD (SAMPLE_OFFSET + sizeof(struct trace_sample))
#define LOST_SIZE 24

/* One CPU's ring. Only the polling thread uses it between open and close. */
struct ring {
	struct perf_event_mmap_page *page;
	const uint8_t *data;
	uint64_t mask;	    /* size in bytes - 1 */
	uint64_t head;	    /* data_head at the start of this poll */
	uint64_t tail;	    /* next record */
	uint64_t published; /* data_tail as the kernel knows it */
	uint64_t time;	    /* of the record at tail; NO_RECORD if this poll has none left */
	uint64_t latest;    /* time of the last record that poll has reached */
	int fd;
	uint16_t cpu;
};

struct batch {
	uint8_t *bytes;
	uint32_t capacity;
	uint32_t used;
};

static int perf_event_open(uint32_t cpu, uint64_t watermark)
{
	/* PERF_SAMPLE_TIME is not needed: the programs put the time into their samples. */
	struct perf_event_attr attr = {
	    .type = PERF_TYPE_SOFTWARE,
	    .size = sizeof(attr),
	    .config = PERF_COUNT_SW_BPF_OUTPUT,
	    .sample_period = 1,
	    .sample_type = PERF_SAMPLE_RAW,
	    .watermark = 1,
	    .wakeup_watermark = watermark,
	};
	int fd = syscall(SYS_perf_event_open, &attr, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

static void ring_close(struct observer *observer, struct ring *ring)
{
	munmap(ring->page, observer->ring_bytes + getpagesize());
	close(ring->fd);
}

static int ring_open(struct observer *observer, struct ring *ring, uint32_t cpu, struct message *error)
{
	struct epoll_event interest = {.events = EPOLLIN, .data.u32 = observer->ring_count};
	size_t page_size = getpagesize();
	void *memory;
	int result;

	ring->cpu = cpu;
	ring->fd = perf_event_open(cpu, observer->ring_bytes / 4);
	if (ring->fd == -ENODEV) /* offline */
		return -ENODEV;
	if (ring->fd < 0) {
		message_set(error, "cannot open a perf event on CPU %u: %s", cpu, strerror(-ring->fd));
		return ring->fd;
	}
	memory = mmap(NULL, observer->ring_bytes + page_size, PROT_READ | PROT_WRITE, MAP_SHARED, ring->fd, 0);
	if (memory == MAP_FAILED) {
		result = -errno;
		message_set(error, "cannot map a perf ring of %llu bytes for CPU %u: %s (a smaller ring may help%s)",
			    (unsigned long long)observer->ring_bytes, cpu, strerror(-result),
			    result == -EPERM ? ", or CAP_IPC_LOCK" : "");
		close(ring->fd);
		return result;
	}
	ring->page = memory;
	ring->data = (const uint8_t *)memory + page_size;
	ring->mask = observer->ring_bytes - 1;
	if (bpf_map_update_elem(observer->events_fd, &cpu, &ring->fd, BPF_ANY) ||
	    epoll_ctl(observer->epoll_fd, EPOLL_CTL_ADD, ring->fd, &interest) ||
	    ioctl(ring->fd, PERF_EVENT_IOC_ENABLE, 0)) {
		result = -errno;
		message_set(error, "cannot connect the perf ring of CPU %u: %s", cpu, strerror(-result));
		ring_close(observer, ring);
		return result;
	}
	return 0;
}

/*
 * In a time namespace CLOCK_MONOTONIC has an offset, and the programs' bpf_ktime_get_ns() does not. Kernels without
 * time namespaces do not have the file.
 */
static int64_t monotonic_offset(void)
{
	FILE *file = fopen("/proc/self/timens_offsets", "re");
	char clock[16];
	long long seconds, nanos;
	int64_t offset = 0;

	if (!file)
		return 0;
	while (fscanf(file, "%15s %lld %lld", clock, &seconds, &nanos) == 3) {
		if (!strcmp(clock, "monotonic"))
			offset = seconds * 1000000000 + nanos;
	}
	fclose(file);
	return offset;
}

int rings_open(struct observer *observer, uint32_t pages, struct message *error)
{
	int cpus = libbpf_num_possible_cpus();

	if (!pages || pages & (pages - 1) || pages > MAX_RING_PAGES) {
		message_set(error, "%u pages for a perf ring: it must be a power of two, at most %u", pages,
			    MAX_RING_PAGES);
		return -EINVAL;
	}
	if (cpus < 0)
		return cpus;
	observer->clock_offset = monotonic_offset();
	observer->ring_bytes = (uint64_t)pages * getpagesize();
	observer->rings = calloc(cpus, sizeof(*observer->rings));
	observer->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (!observer->rings || observer->epoll_fd < 0)
		return -errno;
	for (int cpu = 0; cpu < cpus; cpu++) {
		int result = ring_open(observer, &observer->rings[observer->ring_count], cpu, error);

		if (result == -ENODEV)
			continue;
		if (result)
			return result;
		observer->ring_count++;
	}
	return observer->ring_count ? 0 : -ENODEV;
}

void rings_close(struct observer *observer)
{
	for (uint32_t i = 0; i < observer->ring_count; i++)
		ring_close(observer, &observer->rings[i]);
	free(observer->rings);
	if (observer->epoll_fd >= 0)
		close(observer->epoll_fd);
}

static uint64_t monotonic_nanos(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/*
 * The pointer is good for a record's header, or for up to 8 aligned bytes: these never wrap around the ring's end,
 * because the sizes of records and rings are multiples of 8 bytes.
 */
static const void *at(const struct ring *ring, uint64_t position)
{
	return ring->data + (position & ring->mask);
}

static uint32_t u32_at(const struct ring *ring, uint64_t position)
{
	return *(const uint32_t *)at(ring, position);
}

static uint64_t sample_time(const struct ring *ring, uint64_t position)
{
	return u32_at(ring, position + SAMPLE_OFFSET) | (uint64_t)u32_at(ring, position + SAMPLE_OFFSET + 4) << 32;
}

/* The kernel writes a lost record together with the sample after it, so both have the same time. */
static uint64_t lost_time(const struct ring *ring, uint64_t position)
{
	uint64_t next = position + ((const struct perf_event_header *)at(ring, position))->size;
	const struct perf_event_header *header = at(ring, next);

	if (next == ring->head || header->type != PERF_RECORD_SAMPLE || header->size < SAMPLE_HEAD)
		return ring->latest;
	return sample_time(ring, next);
}

/* Gives room back to the kernel. The release store keeps the kernel from writing there before it has been read. */
static void publish(struct ring *ring)
{
	if (ring->published == ring->tail)
		return;
	__atomic_store_n(&ring->page->data_tail, ring->tail, __ATOMIC_RELEASE);
	ring->published = ring->tail;
}

/*
 * Finds the time of the record at tail and skips records of other kinds. A record that is later than the horizon is
 * left for the next poll: an earlier record of another CPU may have been written after that CPU's head was read.
 */
static void look(struct ring *ring, uint64_t horizon)
{
	for (;;) {
		const struct perf_event_header *header = at(ring, ring->tail);

		if (ring->tail == ring->head)
			break;
		if (header->type == PERF_RECORD_SAMPLE && header->size >= SAMPLE_HEAD)
			ring->time = sample_time(ring, ring->tail);
		else if (header->type == PERF_RECORD_LOST && header->size >= LOST_SIZE)
			ring->time = lost_time(ring, ring->tail);
		else if (header->size) {
			ring->tail += header->size;
			continue;
		} else { /* size 0 is no record, and the next one cannot be found */
			ring->tail = ring->head;
			break;
		}
		if (ring->time > horizon)
			break;
		ring->latest = ring->time;
		return;
	}
	ring->time = NO_RECORD;
}

static void copy_out(const struct ring *ring, uint64_t position, void *to, uint32_t length)
{
	uint64_t start = position & ring->mask;
	uint64_t straight = ring->mask + 1 - start;

	if (length <= straight) {
		memcpy(to, ring->data + start, length);
	} else {
		memcpy(to, ring->data + start, straight);
		memcpy((uint8_t *)to + straight, ring->data, length - straight);
	}
}

/* Adds what the program leaves out of its sample. */
static struct trace_notify notify_of(const struct trace_sample *sample, uint32_t captured)
{
	uint8_t subtype = sample->point & OBSERVER_POINT_SUBTYPE;

	return (struct trace_notify){
	    .type = OBSERVER_TYPE_TRACE,
	    .subtype = subtype,
	    .source = sample->source,
	    .hash = sample->hash,
	    .len_orig = sample->len_orig,
	    .len_cap = captured,
	    .version = OBSERVER_TRACE_VERSION,
	    .dst_id = subtype == OBSERVER_TO_ENDPOINT ? sample->source : 0,
	    .reason = sample->state & OBSERVER_STATE_REASON,
	    .flags = sample->state >> OBSERVER_STATE_FLAGS,
	    .ifindex = sample->ifindex,
	};
}

/* Copies 4 bytes at a time, because these never wrap around the ring's end. */
static struct trace_sample sample_at(const struct ring *ring, uint64_t position)
{
	union {
		uint32_t words[sizeof(struct trace_sample) / 4];
		struct trace_sample sample;
	} copy;

	for (uint32_t i = 0; i < sizeof(copy.words) / 4; i++)
		copy.words[i] = u32_at(ring, position + i * 4);
	return copy.sample;
}

/* Number of bytes of the packet, without the up to 7 bytes of padding that the kernel writes after it. */
static uint32_t packet_length(const struct ring *ring, uint32_t record, const struct trace_sample *sample)
{
	uint32_t raw = u32_at(ring, ring->tail + 8), padded, padding;

	if (raw > record - SAMPLE_OFFSET)
		raw = record - SAMPLE_OFFSET;
	padded = raw > sizeof(struct trace_sample) ? raw - sizeof(struct trace_sample) : 0;
	padding = (padded - (sample->point >> OBSERVER_POINT_LENGTH_SHIFT)) & OBSERVER_POINT_LENGTH;
	return padded > padding ? padded - padding : 0;
}

static void write_sample(const struct ring *ring, const struct trace_sample *sample, uint8_t *to, uint32_t captured)
{
	struct trace_notify notify = notify_of(sample, captured);

	memcpy(to, &notify, sizeof(notify));
	copy_out(ring, ring->tail + SAMPLE_HEAD, to + sizeof(notify), captured);
}

/* Writes the ring's next record as a frame. Returns false if there is no room for it. */
static bool append(struct observer *observer, struct ring *ring, struct batch *batch)
{
	const struct perf_event_header *header = at(ring, ring->tail);
	struct observer_frame frame = {.cpu = ring->cpu, .time = ring->time};
	bool is_sample = header->type == PERF_RECORD_SAMPLE;
	uint8_t *to = batch->bytes + batch->used;
	uint32_t record = header->size, captured = 0;
	struct trace_sample sample = {0};

	if (is_sample) {
		sample = sample_at(ring, ring->tail + SAMPLE_OFFSET);
		captured = packet_length(ring, record, &sample);
	}
	frame.kind = is_sample ? OBSERVER_FRAME_SAMPLE : OBSERVER_FRAME_LOST;
	frame.length = is_sample ? sizeof(struct trace_notify) + captured : sizeof(uint64_t);
	frame.size = sizeof(frame) + ((frame.length + 7) & ~7U);
	if (frame.size > batch->capacity - batch->used) {
		if (batch->used || frame.size <= batch->capacity)
			return false;
		__atomic_add_fetch(&observer->skipped, 1, __ATOMIC_RELAXED);
		ring->tail += record;
		return true;
	}
	memcpy(to, &frame, sizeof(frame));
	memset(to + frame.size - 8, 0, 8);
	if (is_sample)
		write_sample(ring, &sample, to + sizeof(frame), captured);
	else
		copy_out(ring, ring->tail + 16, to + sizeof(frame), frame.length);
	batch->used += frame.size;
	ring->tail += record;
	return true;
}

/* Returns the ring with the oldest record. *rival is the time of the oldest record in the other rings. */
static struct ring *eldest(struct observer *observer, uint64_t *rival)
{
	struct ring *first = NULL;

	*rival = NO_RECORD;
	for (uint32_t i = 0; i < observer->ring_count; i++) {
		struct ring *ring = &observer->rings[i];

		if (ring->time == NO_RECORD)
			continue;
		if (!first || ring->time < first->time) {
			*rival = first ? first->time : NO_RECORD;
			first = ring;
		} else if (ring->time < *rival) {
			*rival = ring->time;
		}
	}
	return first;
}

static void merge(struct observer *observer, struct batch *batch, uint64_t horizon)
{
	/* The kernel gets room back several times during a poll, not only at its end. */
	uint64_t piece = observer->ring_bytes / 8;
	struct ring *ring;
	uint64_t rival;

	while ((ring = eldest(observer, &rival))) {
		do {
			if (!append(observer, ring, batch)) {
				observer->full = true;
				return;
			}
			look(ring, horizon);
			if (ring->tail - ring->published >= piece)
				publish(ring);
		} while (ring->time != NO_RECORD && ring->time <= rival);
	}
}

/* The kernel wakes a reader only once for the same bytes, so the fill of the rings is checked before waiting. */
static bool worth_draining(const struct observer *observer)
{
	if (observer->full)
		return true;
	for (uint32_t i = 0; i < observer->ring_count; i++) {
		const struct ring *ring = &observer->rings[i];

		if (__atomic_load_n(&ring->page->data_head, __ATOMIC_RELAXED) - ring->tail >= observer->ring_bytes / 4)
			return true;
	}
	return false;
}

static void wait_for_watermark(struct observer *observer, int timeout_ms)
{
	struct epoll_event events[16];
	int count;

	if (!timeout_ms || worth_draining(observer))
		return;
	count = epoll_wait(observer->epoll_fd, events, 16, timeout_ms);
	for (int i = 0; i < count; i++) {
		/* The perf event of an offline CPU reports a hang-up for ever, and would wake every later poll. */
		if (events[i].events & (EPOLLHUP | EPOLLERR))
			epoll_ctl(observer->epoll_fd, EPOLL_CTL_DEL, observer->rings[events[i].data.u32].fd, NULL);
	}
}

int observer_poll(uint64_t handle, uint64_t buffer, uint32_t capacity, int timeout_ms)
{
	struct observer *observer = observer_of(handle);
	struct batch batch = {.bytes = address_of(buffer), .capacity = capacity};
	uint64_t horizon;

	if (!observer || !buffer || timeout_ms < 0)
		return -EINVAL;
	if (batch.capacity > INT32_MAX)
		batch.capacity = INT32_MAX;
	wait_for_watermark(observer, timeout_ms);
	/* The clock is read before the heads, so that every record that was complete by then is seen below. */
	horizon = monotonic_nanos() - observer->clock_offset;
	for (uint32_t i = 0; i < observer->ring_count; i++) {
		struct ring *ring = &observer->rings[i];

		ring->head = __atomic_load_n(&ring->page->data_head, __ATOMIC_ACQUIRE);
		look(ring, horizon);
	}
	observer->full = false;
	merge(observer, &batch, horizon);
	for (uint32_t i = 0; i < observer->ring_count; i++)
		publish(&observer->rings[i]);
	return batch.used;
}
