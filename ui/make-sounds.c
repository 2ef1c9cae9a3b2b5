/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the five sounds as small WAV files: `make-sounds item FILE`. Sine tones with a soft edge,
 * all shorter than 250 ms and different in rhythm as well as in pitch, so that they are told apart
 * in a noisy shop. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define RATE_HZ 22050
#define MS_MAX 250
#define PI 3.14159265358979

typedef struct {
  const char *name;
  struct {
    int start_ms, length_ms, pitch_hz;
  } notes[3];
} Sound;

static const Sound sounds[] = {
    {"item", {{0, 35, 1760}}},
    {"accepted", {{0, 90, 784}, {100, 140, 1175}}},
    {"refused", {{0, 95, 196}, {125, 110, 196}}},
    {"ask", {{0, 50, 587}, {85, 50, 587}, {170, 60, 587}}},
    {"answer", {{0, 240, 1319}}},
};

static double
sample_at (const Sound *sound, int i)
{
  double sum = 0;
  for (int n = 0; n < 3; n++) {
    double length = sound->notes[n].length_ms / 1000.0;
    double t = (double)i / RATE_HZ - sound->notes[n].start_ms / 1000.0;
    if (length <= 0 || t < 0 || t >= length)
      continue;
    double rise = fmin (1, t / 0.004), fall = fmin (1, (length - t) / (length * 0.6));
    double phase = 2 * PI * sound->notes[n].pitch_hz * t;
    sum += (sin (phase) + 0.25 * sin (2 * phase)) * rise * fall * 0.5;
  }
  return fmax (-1, fmin (1, sum));
}

static void
put (FILE *file, uint32_t value, int bytes)
{
  for (int i = 0; i < bytes; i++)
    fputc ((int)((value >> (8 * i)) & 0xff), file);
}

static void
write_wav (FILE *file, const Sound *sound)
{
  const int n = RATE_HZ * MS_MAX / 1000;
  fputs ("RIFF", file);
  put (file, 36 + 2 * (uint32_t)n, 4);
  fputs ("WAVEfmt ", file);
  put (file, 16, 4);
  put (file, 1, 2); /* PCM */
  put (file, 1, 2); /* one channel */
  put (file, RATE_HZ, 4);
  put (file, RATE_HZ * 2, 4);
  put (file, 2, 2);
  put (file, 16, 2);
  fputs ("data", file);
  put (file, 2 * (uint32_t)n, 4);
  for (int i = 0; i < n; i++)
    put (file, (uint32_t)(int32_t)(sample_at (sound, i) * 30000), 2);
}

int
main (int argc, char *argv[])
{
  for (size_t i = 0; argc == 3 && i < sizeof sounds / sizeof sounds[0]; i++) {
    if (strcmp (sounds[i].name, argv[1]) != 0)
      continue;
    FILE *file = fopen (argv[2], "wb");
    if (file == NULL)
      break;
    write_wav (file, &sounds[i]);
    return fclose (file) == 0 ? 0 : 1;
  }
  fprintf (stderr, "usage: make-sounds item|accepted|refused|ask|answer FILE\n");
  return 1;
}
