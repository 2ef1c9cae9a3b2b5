/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "drivers/camera/camera.h"

#include <signal.h>
#include <string.h>

#include "drivers/camera/decoder-link.h"

#define LOOK_AGAIN_US G_USEC_PER_SEC
#define SAY_LOST_US (2 * G_USEC_PER_SEC) /* long enough to be read */
#define LOST_LINKS_MAX 5                 /* then the reader, not the picture, is what is wrong */
#define MEMORY_OF_CODES 8                /* codes in sight at a time */

typedef struct {
  char *text;
  gint64 seen_us;
} Seen;

struct _HufuCamera {
  gint ref_count; /* one for the owner, one for each callback under way */
  HufuCameraWatch watch;
  gpointer user_data;
  GMainContext *context;
  char *child_path;
  HufuFrameSource *source; /* the worker's */
  GThread *worker;

  GMutex lock;
  GCond changed;
  gboolean on, ending;

  gint frame_under_way;
  gint freed; /* no callback any more */

  /* the worker's */
  HufuCameraState state;
  HufuDecoderLink *link;
  guint n_frames, n_lost_links; /* links lost in a row */
  gint64 lost_us;               /* when the last one was; 0 = none yet */
  Seen seen[MEMORY_OF_CODES];
};

const char *
hufu_camera_state_sentence (HufuCameraState state, HufuLang lang)
{
  static const char *const sentences[][HUFU_LANG_COUNT] = {
      [HUFU_CAMERA_OFF] = {"The camera is off.", "摄像头已关闭。"},
      [HUFU_CAMERA_STARTING] = {"The camera is starting.", "摄像头正在启动。"},
      [HUFU_CAMERA_RUNNING] = {"Hold the code in front of the camera.", "请把码放到摄像头前。"},
      [HUFU_CAMERA_RECOVERING] = {"The code reader stopped and is starting again. Hold the code "
                                  "still.",
                                  "识码程序停了，正在重新启动。请把码拿稳。"},
      [HUFU_CAMERA_ABSENT] = {"No camera found. Plug one in, or scan with the scanner.",
                              "没有找到摄像头。请接上，或用扫码枪。"},
      [HUFU_CAMERA_NO_PERMISSION] =
          {"This account may not use the camera. Add it to the group video and "
           "sign in again.",
           "本账户无权使用摄像头。请加入 video 组后重新登录。"},
      [HUFU_CAMERA_BUSY] =
          {"Another program uses the camera. Close it; Hufu looks again by itself.",
           "摄像头被别的程序占用。请关闭它，会自动重试。"},
      [HUFU_CAMERA_UNSUITABLE] = {"This camera gives no picture that can be read. Use another one.",
                                  "这个摄像头的画面无法读取。请换一个。"},
      [HUFU_CAMERA_NO_DECODER] = {"The code reader did not start. Install Hufu again.",
                                  "识码程序没有启动。请重新安装。"},
  };

  g_assert ((gsize)state < G_N_ELEMENTS (sentences));
  return sentences[state][lang];
}

static void
camera_unref (HufuCamera *camera)
{
  if (!g_atomic_int_dec_and_test (&camera->ref_count))
    return;
  g_main_context_unref (camera->context);
  g_mutex_clear (&camera->lock);
  g_cond_clear (&camera->changed);
  g_free (camera->child_path);
  g_free (camera);
}

/* ---- news to the owner's context ---- */

typedef struct {
  HufuCamera *camera;
  enum { NEWS_STATE, NEWS_FRAME, NEWS_FOUND } kind;
  HufuCameraState state;
  GBytes *grey;
  guint width, height;
  char *text;
  HufuOutline outline;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  if (news->kind == NEWS_FRAME)
    g_atomic_int_set (&news->camera->frame_under_way, 0);
  g_clear_pointer (&news->grey, g_bytes_unref);
  g_free (news->text);
  camera_unref (news->camera);
  g_free (news);
}

static gboolean
news_deliver (gpointer data)
{
  News *news = data;
  HufuCamera *camera = news->camera;

  if (g_atomic_int_get (&camera->freed))
    return G_SOURCE_REMOVE;
  switch (news->kind) {
  case NEWS_STATE:
    camera->watch.state (news->state, camera->user_data);
    break;
  case NEWS_FRAME:
    camera->watch.frame (news->grey, news->width, news->height, camera->user_data);
    break;
  case NEWS_FOUND:
    camera->watch.found (news->text, &news->outline, camera->user_data);
    break;
  }
  return G_SOURCE_REMOVE;
}

static void
send_news (HufuCamera *camera, News news)
{
  GSource *source = g_idle_source_new ();

  g_atomic_int_inc (&camera->ref_count);
  news.camera = camera;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, news_deliver, g_memdup2 (&news, sizeof news), news_free);
  g_source_attach (source, camera->context);
  g_source_unref (source);
}

static void
set_state (HufuCamera *camera, HufuCameraState state)
{
  if (camera->state == state)
    return;
  camera->state = state;
  send_news (camera, (News){.kind = NEWS_STATE, .state = state});
}

static void
show_frame (HufuCamera *camera, const HufuFrame *frame)
{
  if (!g_atomic_int_compare_and_exchange (&camera->frame_under_way, 0, 1))
    return;
  send_news (camera, (News){.kind = NEWS_FRAME,
                            .grey = g_bytes_new (frame->grey, (gsize)frame->width * frame->height),
                            .width = frame->width,
                            .height = frame->height});
}

/* ---- codes in sight ---- */

/* TRUE if the code just came into sight. The place of the one not seen for longest is taken. */
static gboolean
note_seen (HufuCamera *camera, const char *text, gint64 now_us)
{
  Seen *oldest = &camera->seen[0];

  for (guint i = 0; i < MEMORY_OF_CODES; i++) {
    Seen *seen = &camera->seen[i];
    if (g_strcmp0 (seen->text, text) == 0) {
      gboolean again = now_us - seen->seen_us > HUFU_CAMERA_FORGET_MS * 1000;
      seen->seen_us = now_us;
      return again;
    }
    if (seen->seen_us < oldest->seen_us)
      oldest = seen;
  }
  g_free (oldest->text);
  *oldest = (Seen){g_strdup (text), now_us};
  return TRUE;
}

static void
forget_all (HufuCamera *camera)
{
  for (guint i = 0; i < MEMORY_OF_CODES; i++)
    g_free (camera->seen[i].text);
  memset (camera->seen, 0, sizeof camera->seen);
}

static void
decode_frame (HufuCamera *camera, const HufuFrame *frame)
{
  g_autofree HufuDecoded *decoded = g_new (HufuDecoded, HUFU_DECODE_SYMBOLS_MAX);
  HufuStrategy strategy = camera->n_frames++ % HUFU_STRATEGY_COUNT;
  int n = hufu_decoder_link_decode (camera->link, frame, strategy, decoded);

  /* A picture that kills the reader is skipped; the next one gets a new reader. */
  camera->n_lost_links = n < 0 ? camera->n_lost_links + 1 : 0;
  if (n < 0) {
    g_clear_pointer (&camera->link, hufu_decoder_link_free);
    camera->lost_us = g_get_monotonic_time ();
  }
  for (int i = 0; i < n; i++)
    if (*decoded[i].text != '\0' && note_seen (camera, decoded[i].text, g_get_monotonic_time ()))
      send_news (camera, (News){.kind = NEWS_FOUND,
                                .text = g_strconcat (decoded[i].aim, decoded[i].text, NULL),
                                .outline = decoded[i].outline});
}

/* ---- the worker ---- */

static gboolean
wanted (HufuCamera *camera)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&camera->lock);

  return camera->on && !camera->ending;
}

static void
wait_while_wanted (HufuCamera *camera, gint64 bound_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&camera->lock);
  gint64 end_us = g_get_monotonic_time () + bound_us;

  while (camera->on && !camera->ending &&
         g_cond_wait_until (&camera->changed, &camera->lock, end_us))
    ;
}

static gboolean
ensure_link (HufuCamera *camera)
{
  if (camera->n_lost_links >= LOST_LINKS_MAX) {
    camera->n_lost_links = 0;
    return FALSE;
  }
  if (camera->link == NULL)
    camera->link = hufu_decoder_link_new (camera->child_path);
  return camera->link != NULL;
}

/* Until a picture was read again, and was so for a while. */
static gboolean
is_recovering (HufuCamera *camera)
{
  return camera->n_lost_links > 0 ||
         (camera->lost_us != 0 && g_get_monotonic_time () - camera->lost_us < SAY_LOST_US);
}

static void
capture (HufuCamera *camera)
{
  HufuCameraState state = camera->source->klass->open (camera->source);
  HufuFrame frame;

  while (state == HUFU_CAMERA_RUNNING && wanted (camera)) {
    if (!ensure_link (camera))
      state = HUFU_CAMERA_NO_DECODER;
    else
      state = camera->source->klass->next (camera->source, &frame);
    if (state != HUFU_CAMERA_RUNNING)
      break;
    set_state (camera, is_recovering (camera) ? HUFU_CAMERA_RECOVERING : state);
    if (frame.grey == NULL)
      continue;
    show_frame (camera, &frame);
    decode_frame (camera, &frame);
  }
  camera->source->klass->close (camera->source);
  if (state != HUFU_CAMERA_RUNNING) {
    set_state (camera, state);
    wait_while_wanted (camera, LOOK_AGAIN_US);
  }
}

static gboolean
wait_for_on (HufuCamera *camera)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&camera->lock);

  while (!camera->on && !camera->ending)
    g_cond_wait (&camera->changed, &camera->lock);
  return !camera->ending;
}

static gpointer
work (gpointer data)
{
  HufuCamera *camera = data;
  sigset_t broken_pipe;

  /* A reader that died is an answer of write (), not the end of the till. */
  sigemptyset (&broken_pipe);
  sigaddset (&broken_pipe, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &broken_pipe, NULL);
  while (wait_for_on (camera)) {
    set_state (camera, HUFU_CAMERA_STARTING);
    while (wanted (camera))
      capture (camera);
    g_clear_pointer (&camera->link, hufu_decoder_link_free);
    forget_all (camera);
    set_state (camera, HUFU_CAMERA_OFF);
  }
  return NULL;
}

/* ---- the owner's side ---- */

static HufuFrameSource *
make_source (const char *uri)
{
  if (g_str_has_prefix (uri, "images:"))
    return hufu_image_source_new (uri + strlen ("images:"));
  return hufu_v4l2_source_new (g_str_has_prefix (uri, "v4l2:") ? uri + strlen ("v4l2:") : uri);
}

HufuCamera *
hufu_camera_new (const char *uri, const char *child_path, const HufuCameraWatch *watch,
                 gpointer user_data)
{
  HufuCamera *camera = g_new0 (HufuCamera, 1);

  camera->ref_count = 1;
  camera->watch = *watch;
  camera->user_data = user_data;
  camera->context = g_main_context_ref_thread_default ();
  camera->child_path = g_strdup (child_path);
  camera->source = make_source (uri);
  g_mutex_init (&camera->lock);
  g_cond_init (&camera->changed);
  camera->worker = g_thread_new ("hufu-camera", work, camera);
  return camera;
}

void
hufu_camera_set_on (HufuCamera *camera, gboolean on)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&camera->lock);

  camera->on = on;
  g_cond_broadcast (&camera->changed);
}

void
hufu_camera_free (HufuCamera *camera)
{
  if (camera == NULL)
    return;
  g_atomic_int_set (&camera->freed, 1);
  g_mutex_lock (&camera->lock);
  camera->ending = TRUE;
  g_cond_broadcast (&camera->changed);
  g_mutex_unlock (&camera->lock);
  g_thread_join (camera->worker);
  camera->source->klass->free (camera->source);
  camera_unref (camera);
}
