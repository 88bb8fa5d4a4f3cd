const timeOfDay = /^(.*?)[,\s]*\b(\d{1,2})(?:[:.](\d\d))?\s*([ap])\.?m\.?$/i

/**
 * What people type for a day or a moment, as it is read elsewhere: "yesterday at 6.40pm" becomes "2026-11-22 at 18:40". What it does not
 * know stands as it was typed. `today`: in London.
 */
export const asTyped = (text: string, today: Temporal.PlainDate): string => {
  const day = text
    .replace(/^today\b/i, today.toString())
    .replace(/^yesterday\b/i, today.subtract({ days: 1 }).toString())
  const [, before = '', hour, minute = '00', half] = timeOfDay.exec(day) ?? []
  if (hour === undefined || Number(hour) < 1 || Number(hour) > 12) return day
  const onTheClock = (Number(hour) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0)
  return `${before} ${String(onTheClock).padStart(2, '0')}:${minute}`.trim()
}
