/* Carries one-to-one SCTP sockets of OsmoSTP and OsmoMSC over TCP, for kernels without SCTP: containers rarely have it.
 * Preloaded into both and spoken by the test's MME, so that every machine runs the same way.
 *
 * A message becomes one frame: octets u32, payload protocol identifier u32, stream u16 (network order), the octets.
 * Covers what osmo-msc 1.9.0 and osmo-stp 1.6.0 with libosmocore 1.7 call, no more. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

#include <linux/sctp.h>

#ifndef IPPROTO_SCTP
#define IPPROTO_SCTP 132
#endif

enum { FRAME_HEADER = 10, FRAME_MAX = 64 * 1024, SEND_WAIT_MS = 3000 };

static int plain_setsockopt(int fd, int level, int name, const void *value, socklen_t length)
{
    static int (*next)(int, int, int, const void *, socklen_t);
    if (!next)
        next = (int (*)(int, int, int, const void *, socklen_t))dlsym(RTLD_NEXT, "setsockopt");
    return next(fd, level, name, value, length);
}

static socklen_t address_size(const struct sockaddr *address)
{
    return address->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
}

int socket(int domain, int type, int protocol)
{
    static int (*next)(int, int, int);
    if (!next)
        next = (int (*)(int, int, int))dlsym(RTLD_NEXT, "socket");
    if (protocol != IPPROTO_SCTP)
        return next(domain, type, protocol);
    return next(domain, SOCK_STREAM | (type & (SOCK_NONBLOCK | SOCK_CLOEXEC)), IPPROTO_TCP);
}

/* Options of SCTP have no meaning on TCP; those who set them go on as if they had been taken. */
int setsockopt(int fd, int level, int name, const void *value, socklen_t length)
{
    return level == IPPROTO_SCTP ? 0 : plain_setsockopt(fd, level, name, value, length);
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *length)
{
    static int (*next)(int, int, int, void *, socklen_t *);
    if (!next)
        next = (int (*)(int, int, int, void *, socklen_t *))dlsym(RTLD_NEXT, "getsockopt");
    if (level != IPPROTO_SCTP)
        return next(fd, level, name, value, length);
    memset(value, 0, *length);
    return 0;
}

/* One address of several is enough on loopback. */
int sctp_bindx(int fd, struct sockaddr *addresses, int count, int flags)
{
    int on = 1;
    (void)count, (void)flags;
    plain_setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    return bind(fd, addresses, address_size(addresses));
}

int sctp_connectx(int fd, struct sockaddr *addresses, int count, sctp_assoc_t *id)
{
    (void)count, (void)id;
    return connect(fd, addresses, address_size(addresses));
}

int sctp_send(int fd, const void *message, size_t octets, const struct sctp_sndrcvinfo *about, int flags)
{
    unsigned char header[FRAME_HEADER];
    uint32_t length = htonl((uint32_t)octets), identifier = about ? about->sinfo_ppid : 0;
    uint16_t stream = htons(about ? about->sinfo_stream : 0);
    (void)flags;
    memcpy(header, &length, 4);
    memcpy(header + 4, &identifier, 4);
    memcpy(header + 8, &stream, 2);

    struct iovec parts[2] = {{header, sizeof header}, {(void *)message, octets}};
    struct msghdr frame = {.msg_iov = parts, .msg_iovlen = 2};
    while (parts[0].iov_len + parts[1].iov_len > 0) {
        ssize_t sent = sendmsg(fd, &frame, MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR)) {
            struct pollfd writable = {.fd = fd, .events = POLLOUT};
            if (poll(&writable, 1, SEND_WAIT_MS) > 0)
                continue;
            errno = ETIMEDOUT;
        }
        if (sent < 0)
            return -1;
        for (int i = 0; i < 2; i++) {
            size_t part = (size_t)sent < parts[i].iov_len ? (size_t)sent : parts[i].iov_len;
            parts[i].iov_base = (char *)parts[i].iov_base + part;
            parts[i].iov_len -= part;
            sent -= (ssize_t)part;
        }
    }
    return (int)octets;
}

/* Takes whole frames only: what has begun to come is left in the socket, whose poll brings the caller back. */
int sctp_recvmsg(int fd, void *message, size_t octets, struct sockaddr *from, socklen_t *from_length,
                 struct sctp_sndrcvinfo *about, int *flags)
{
    static unsigned char frame[FRAME_HEADER + FRAME_MAX];
    uint32_t length = 0;
    uint16_t stream;
    (void)from, (void)from_length;

    ssize_t seen = recv(fd, frame, FRAME_HEADER, MSG_PEEK | MSG_DONTWAIT);
    if (seen <= 0)
        return (int)seen;
    if (seen == FRAME_HEADER) {
        memcpy(&length, frame, 4);
        length = ntohl(length);
        if (length > FRAME_MAX || length > octets) {
            errno = EMSGSIZE;
            return -1;
        }
        seen = recv(fd, frame, FRAME_HEADER + length, MSG_PEEK | MSG_DONTWAIT);
    }
    if (seen < FRAME_HEADER || (size_t)seen < FRAME_HEADER + length) {
        errno = EAGAIN;
        return -1;
    }
    if (recv(fd, frame, FRAME_HEADER + length, MSG_DONTWAIT) != (ssize_t)(FRAME_HEADER + length))
        return -1;
    memcpy(message, frame + FRAME_HEADER, length);
    if (about) {
        memset(about, 0, sizeof *about);
        memcpy(&about->sinfo_ppid, frame + 4, 4);
        memcpy(&stream, frame + 8, 2);
        about->sinfo_stream = ntohs(stream);
    }
    if (flags)
        *flags = MSG_EOR;
    return (int)length;
}
