/** Characters of a file's name. The database holds the same. */
export const longestFileName = 120

/** What may not stand in a file's name on one system or another, and what makes it read as something that it is not. */
const unfit = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}<>:"/\\|?*]/gu
/** Names that Windows keeps for devices, whatever comes after the first dot. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

/**
 * A name that any system can keep, from what a browser sent: no folder, no control character, nothing that turns the reading direction, no
 * dot or blank at either end, and the extension of what the file really is. `extension`: "pdf". "file" where nothing is left of it.
 */
export const cleanFileName = (given: string, extension: string): string => {
  const last = given.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1)!
  const stem = last
    .replaceAll(unfit, ' ')
    .replace(/\.[^.\s]{1,8}$/, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[.\s]+|[.\s]+$/g, '')
    .replace(devices, 'file')
  const room = longestFileName - extension.length - 1
  // A character of two halves is not cut between them.
  const short = stem
    .slice(0, room)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()
  return `${short || 'file'}.${extension}`
}
