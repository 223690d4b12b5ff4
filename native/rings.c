// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include <errno.h>
#include <stddef.h>
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
#include "swept.h"

#define NO_RECORD UINT64_MAX
#define MAX_RING_PAGES (1U << 18)
/* A sample consists of header, raw size, struct sample_head, and more; a lost record of header, id, lost. */
#define SAMPLE_OFFSET 12
#define SAMPLE_HEAD (SAMPLE_OFFSET + sizeof(struct sample_head))
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

/* What a sample says. */
struct sample {
	struct sample_head head;
	struct connection_counts counts; /* right behind the head, as in the ring */
	struct connection_ends ends;
	uint64_t packet; /* position in the ring */
	uint32_t captured;
	uint8_t made[SWEPT_PACKET_BYTES]; /* the packet of a swept sample */
};

_Static_assert(offsetof(struct sample, counts) == sizeof(struct sample_head), "counts behind the head");
_Static_assert(offsetof(struct sample, ends) == sizeof(struct sample_head) + sizeof(struct connection_counts),
	       "ends behind the counts");

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

/*
 * Reads the sample at tail. Returns false if it is not one of those that the programs write: then it is from programs
 * of another version, or damaged.
 */
static bool read_sample(const struct ring *ring, uint32_t record, struct sample *sample)
{
	uint32_t raw = u32_at(ring, ring->tail + 8), length = sizeof(sample->head), padding;
	uint64_t position = ring->tail + SAMPLE_OFFSET;

	if (raw > record - SAMPLE_OFFSET)
		raw = record - SAMPLE_OFFSET;
	copy_out(ring, position, &sample->head, sizeof(sample->head));
	if (sample->head.version != OBSERVER_SAMPLE_VERSION)
		return false;
	switch (sample->head.type) {
	case OBSERVER_SAMPLE_TRACE:
		break;
	case OBSERVER_SAMPLE_COUNTED:
		length += sizeof(sample->counts);
		break;
	case OBSERVER_SAMPLE_SWEPT:
		length += sizeof(sample->counts) + sizeof(sample->ends);
		break;
	default:
		return false;
	}
	if (raw < length)
		return false;
	copy_out(ring, position + sizeof(sample->head), (uint8_t *)sample + sizeof(sample->head),
		 length - sizeof(sample->head));
	if (sample->head.type == OBSERVER_SAMPLE_SWEPT) {
		sample->captured = swept_packet(
		    &sample->ends, sample->head.state >> OBSERVER_STATE_FLAGS & OBSERVER_FLAG_IPV6, sample->made);
		return true;
	}
	if (sample->head.type == OBSERVER_SAMPLE_TRACE)
		sample->counts = (struct connection_counts){
		    .packets = sample->head.packets,
		    .bytes = sample->head.bytes,
		    .state = sample->head.state & OBSERVER_STATE_COUNTS ? OBSERVER_COUNTS_COUNTS : 0,
		};
	/* The kernel has added up to 7 bytes of padding. */
	padding = (raw - length - (sample->head.point >> OBSERVER_POINT_LENGTH_SHIFT)) & OBSERVER_POINT_LENGTH;
	sample->captured = raw - length > padding ? raw - length - padding : 0;
	sample->packet = position + length;
	return true;
}

/* Writes what Java reads: a trace_notify with what the program has left out, the counts, and the packet. */
static void write_sample(const struct ring *ring, const struct sample *sample, uint8_t *to)
{
	const struct sample_head *head = &sample->head;
	uint8_t subtype = head->point & OBSERVER_POINT_SUBTYPE;
	struct trace_notify notify = {
	    .type = OBSERVER_TYPE_TRACE,
	    .subtype = subtype,
	    .source = head->source,
	    .hash = head->hash,
	    .len_orig = head->type == OBSERVER_SAMPLE_SWEPT ? sample->captured : head->len_orig,
	    .len_cap = sample->captured,
	    .version = OBSERVER_TRACE_VERSION,
	    .dst_id = subtype == OBSERVER_TO_ENDPOINT ? head->source : 0,
	    .reason = head->state & OBSERVER_STATE_REASON,
	    .flags = (head->state & ~OBSERVER_STATE_COUNTS) >> OBSERVER_STATE_FLAGS,
	    .ifindex = head->ifindex,
	};

	memcpy(to, &notify, sizeof(notify));
	memcpy(to + sizeof(notify), &sample->counts, sizeof(sample->counts));
	to += sizeof(notify) + sizeof(sample->counts);
	if (head->type == OBSERVER_SAMPLE_SWEPT)
		memcpy(to, sample->made, sample->captured);
	else
		copy_out(ring, sample->packet, to, sample->captured);
}

static void skip(struct observer *observer, struct ring *ring, uint32_t record)
{
	__atomic_add_fetch(&observer->skipped, 1, __ATOMIC_RELAXED);
	ring->tail += record;
}

/* Writes the ring's next record as a frame. Returns false if there is no room for it. */
static bool append(struct observer *observer, struct ring *ring, struct batch *batch)
{
	const struct perf_event_header *header = at(ring, ring->tail);
	struct observer_frame frame = {.cpu = ring->cpu, .time = ring->time};
	bool is_sample = header->type == PERF_RECORD_SAMPLE;
	uint8_t *to = batch->bytes + batch->used;
	uint32_t record = header->size;
	struct sample sample = {0};

	if (is_sample && !read_sample(ring, record, &sample)) {
		skip(observer, ring, record);
		return true;
	}
	frame.kind = is_sample ? OBSERVER_FRAME_SAMPLE : OBSERVER_FRAME_LOST;
	frame.length =
	    is_sample ? sizeof(struct trace_notify) + sizeof(sample.counts) + sample.captured : sizeof(uint64_t);
	frame.size = sizeof(frame) + ((frame.length + 7) & ~7U);
	if (frame.size > batch->capacity - batch->used) {
		if (batch->used || frame.size <= batch->capacity)
			return false;
		skip(observer, ring, record);
		return true;
	}
	memcpy(to, &frame, sizeof(frame));
	memset(to + frame.size - 8, 0, 8);
	if (is_sample)
		write_sample(ring, &sample, to + sizeof(frame));
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
