/* A video node that is none: what a UVC camera's kernel driver answers to OpenCV, laid over this process's open and
 * ioctl (LD_PRELOAD). HALL_NODE is the path that stands for it, HALL_FRAMES a folder with 0.jpg, 1.jpg, ...; the last
 * format and pace that were asked for are written to its file `asked`. It knows Motion JPEG and plain YUYV; with a file
 * `plain` there, YUYV alone. With a file `hangs` the next picture never comes; with a file `metadata` it is the node beside
 * a camera's that gives no pictures.
 * Source: the kernel's Documentation/userspace-api/media/v4l [A].
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>
#include <linux/videodev2.h>

#define BUFFERS 4
#define SIZE (4u << 20)

static int node = -1, queued[64], first, last, pictures;
static unsigned width = 640, height = 480, fourcc = V4L2_PIX_FMT_YUYV, pace = 30;

static int is_node(const char *path)
{
    const char *named = getenv("HALL_NODE");
    return named && path && strcmp(path, named) == 0;
}

static int opened(void)
{
    int number = memfd_create("video", MFD_CLOEXEC);
    if (number >= 0 && ftruncate(number, BUFFERS * SIZE) == 0)
        node = number;
    return number;
}

#define OPEN(name)                                                                   \
    int name(const char *path, int flags, ...)                                       \
    {                                                                                \
        va_list more;                                                                \
        va_start(more, flags);                                                       \
        int mode = va_arg(more, int);                                                \
        va_end(more);                                                                \
        int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #name);               \
        return is_node(path) ? opened() : real(path, flags, mode);                   \
    }
OPEN(open)
OPEN(open64)

static void tell(void)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/asked", getenv("HALL_FRAMES"));
    FILE *file = fopen(path, "w");
    if (file) {
        fprintf(file, "%.4s %ux%u %u", (char *)&fourcc, width, height, pace);
        fclose(file);
    }
}

static int refused(int why)
{
    errno = why;
    return -1;
}

static int there(const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", getenv("HALL_FRAMES"), name);
    return access(path, F_OK) == 0;
}

static int format(struct v4l2_format *asked, int keep)
{
    struct v4l2_pix_format *pix = &asked->fmt.pix;
    if (asked->type != V4L2_BUF_TYPE_VIDEO_CAPTURE)
        return refused(EINVAL);
    if (pix->pixelformat != V4L2_PIX_FMT_MJPEG || there("plain"))
        pix->pixelformat = V4L2_PIX_FMT_YUYV;
    pix->field = V4L2_FIELD_NONE;
    pix->sizeimage = SIZE;
    pix->bytesperline = pix->pixelformat == V4L2_PIX_FMT_YUYV ? pix->width * 2 : 0;
    if (keep) {
        width = pix->width, height = pix->height, fourcc = pix->pixelformat;
        tell();
    }
    return 0;
}

static int filled(struct v4l2_buffer *buffer)
{
    char path[4096];
    if (first == last)
        return refused(EAGAIN);
    do
        usleep(1000000 / pace);
    while (there("hangs"));
    int which = queued[first++ % 64], bytes = (int)(width * height * 2), frame;
    if (fourcc == V4L2_PIX_FMT_MJPEG) {
        snprintf(path, sizeof path, "%s/%d.jpg", getenv("HALL_FRAMES"), pictures);
        if (access(path, R_OK) != 0)
            pictures = 0;
        snprintf(path, sizeof path, "%s/%d.jpg", getenv("HALL_FRAMES"), pictures++);
        static char whole[SIZE];
        frame = open(path, O_RDONLY, 0);
        bytes = frame < 0 ? 0 : (int)read(frame, whole, SIZE);
        close(frame);
        if (bytes <= 0 || pwrite(node, whole, bytes, which * (off_t)SIZE) != bytes)
            return refused(EIO);
    } else {
        unsigned char shade = (unsigned char)++pictures;
        if (pwrite(node, &shade, 1, which * (off_t)SIZE) != 1)
            return refused(EIO);
    }
    memset(buffer, 0, sizeof *buffer);
    buffer->index = which;
    buffer->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    buffer->memory = V4L2_MEMORY_MMAP;
    buffer->bytesused = bytes;
    buffer->length = SIZE;
    buffer->m.offset = which * SIZE;
    gettimeofday(&buffer->timestamp, NULL);
    return 0;
}

static int answered(unsigned long request, void *words)
{
    struct v4l2_buffer *buffer = words;
    switch (request) {
    case VIDIOC_QUERYCAP: {
        struct v4l2_capability *told = words;
        memset(told, 0, sizeof *told);
        strcpy((char *)told->driver, "uvcvideo");
        told->device_caps = V4L2_CAP_STREAMING | (there("metadata") ? V4L2_CAP_META_CAPTURE : V4L2_CAP_VIDEO_CAPTURE);
        told->capabilities = V4L2_CAP_STREAMING | V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_DEVICE_CAPS;
        return 0;
    }
    case VIDIOC_S_FMT:
        return format(words, 1);
    case VIDIOC_TRY_FMT:
        return format(words, 0);
    case VIDIOC_G_FMT: {
        struct v4l2_format *told = words;
        told->fmt.pix.width = width, told->fmt.pix.height = height, told->fmt.pix.pixelformat = fourcc;
        return format(told, 0);
    }
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM: {
        struct v4l2_captureparm *told = &((struct v4l2_streamparm *)words)->parm.capture;
        if (request == VIDIOC_S_PARM && told->timeperframe.numerator && told->timeperframe.denominator)
            pace = told->timeperframe.denominator / told->timeperframe.numerator;
        told->capability = V4L2_CAP_TIMEPERFRAME;
        told->timeperframe.numerator = 1, told->timeperframe.denominator = pace;
        tell();
        return 0;
    }
    case VIDIOC_REQBUFS: {
        struct v4l2_requestbuffers *asked = words;
        if (asked->count > BUFFERS)
            asked->count = BUFFERS;
        first = last = 0;
        return 0;
    }
    case VIDIOC_QUERYBUF:
        buffer->length = SIZE;
        buffer->m.offset = buffer->index * SIZE;
        return 0;
    case VIDIOC_QBUF:
        queued[last++ % 64] = (int)buffer->index;
        return 0;
    case VIDIOC_DQBUF:
        return filled(buffer);
    case VIDIOC_STREAMON:
    case VIDIOC_STREAMOFF:
        return 0;
    default: /* inputs and controls: it has none */
        return refused(EINVAL);
    }
}

int ioctl(int number, unsigned long request, ...)
{
    va_list more;
    va_start(more, request);
    void *words = va_arg(more, void *);
    va_end(more);
    int (*real)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
    return number >= 0 && number == node ? answered(request & 0xffffffffu, words) : real(number, request, words);
}
