import { stat } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { fileLimits } from './file-kind.ts'

// A picture is unfolded once and gone; what the library would keep for the next one is never wanted. One thread: others work here too.
sharp.cache(false)
sharp.concurrency(1)

/** A picture made anew: the pixels of what came, and nothing else that was in it. `why`: after "It ", when it could not be. */
export type PictureRewritten =
  | { readonly mediaType: 'image/jpeg' | 'image/png' | 'image/webp' }
  | { readonly why: string }

const open = (path: string): Sharp =>
  sharp(path, { limitInputPixels: fileLimits.pixels, failOn: 'error', sequentialRead: true })

/**
 * Writes the picture at `from` anew to `whole`, upright and no larger than fits, and its small size (always JPEG) to `small`. Position,
 * camera, comments, thumbnails, other pages and whatever is appended stay behind, because only pixels are carried over.
 */
export const rewritePicture = async (from: string, whole: string, small: string): Promise<PictureRewritten> => {
  const found = await open(from)
    .metadata()
    .catch((error: unknown) => error as Error)
  if (found instanceof Error) return { why: whyNot(found) }
  if ((found.pages ?? 1) > 1) return { why: 'has more than one page or moves: send it as a PDF, or as one picture' }
  if (found.width * found.height > fileLimits.pixels) return { why: tooMany }
  const mediaType =
    found.format === 'png' ? 'image/png' : found.format === 'webp' ? 'image/webp' : ('image/jpeg' as const)
  try {
    const picture = open(from).autoOrient().resize({
      width: fileLimits.longestSide,
      height: fileLimits.longestSide,
      fit: 'inside',
      withoutEnlargement: true,
    })
    await written(picture.clone(), mediaType).toFile(whole)
    // A photograph saved as PNG is several times the size that it needs.
    const tooLarge = mediaType === 'image/png' && (await stat(whole)).size > fileLimits.bytes
    if (tooLarge) await written(picture.clone(), 'image/jpeg').toFile(whole)
    await open(whole)
      .resize({ width: fileLimits.smallSide, height: fileLimits.smallSide, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 80 })
      .toFile(small)
    return { mediaType: tooLarge ? 'image/jpeg' : mediaType }
  } catch (error) {
    return { why: whyNot(error as Error) }
  }
}

const written = (picture: Sharp, mediaType: string): Sharp => {
  if (mediaType === 'image/png') return picture.png({ compressionLevel: 9 })
  if (mediaType === 'image/webp') return picture.webp({ quality: 90 })
  return picture.flatten({ background: '#ffffff' }).jpeg({ quality: 90 })
}

const tooMany = `has more than ${fileLimits.pixels / 1_000_000} million pixels: make it smaller and send it again`
const whyNot = ({ message }: Error): string =>
  /pixel limit/i.test(message) ? tooMany : 'is broken: open it, save it again, and send that'
