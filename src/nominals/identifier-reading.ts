/**
 * What reading a written number gives. `canonical`: the one form under which it is kept and compared. `why`: in plain words
 * for the person who must put it right. `form`: the canonical shape of a number whose shape is right and whose content is
 * not (a wrong check letter), so that it can still be found in another written form.
 */
export type NumberRead = { readonly canonical: string } | { readonly why: string; readonly form?: string }

/** Longer than any number of any kind with its spaces; what is longer is text that lost its way. */
export const longestNumber = 40

/** Capitals, without spaces and the strokes, dots and hyphens that people put between groups. */
export const compact = (text: string): string => text.toUpperCase().replaceAll(/[\s/\\.\-‐‑–]/g, '')

/** Capitals, one stroke where people put a stroke or hyphen, single spaces. */
export const tidied = (text: string): string =>
  text
    .trim()
    .toUpperCase()
    .replaceAll(/\s*[/\\\-‐‑–]\s*/g, '/')
    .replaceAll(/\s+/g, ' ')
