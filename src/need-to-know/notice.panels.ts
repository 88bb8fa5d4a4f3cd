import { sql } from 'kysely'
import { noticeInLines, panelKind, showNotices, type Panel } from '#nominals'
import { dayOf } from '#platform'
import { noticesOf } from './notice.store.ts'
import { readersInWords, stateInWords, stateOf, writesNotices } from './notice.ts'
import { noticeAddress, noticesOfAddress } from './notice.views.ts'
import { leadsRecord } from './sealing.store.ts'

/** What is shown here to whoever looks, at the top; and to whoever has the record in full, the notices that it has put up elsewhere. */
export const noticePanels = panelKind<{ readonly any: boolean; readonly may: boolean | null }>(
  ({ actor: { role }, nominal, access }) =>
    sql`json_build_object('any', any_notice_stands(), 'may', ${access === 'full' && writesNotices(role) ? leadsRecord(nominal) : sql`false`})`,
  async ({ any, may }, { nominal, access, holds, now }, tx): Promise<readonly Panel[]> => {
    const shown = any
      ? await showNotices(tx, 'record', { addressKeys: [], fullNames: [], born: null, nominals: [nominal] })
      : []
    const here = shown.map((notice, at) => ({
      id: `safety-notice-${at + 1}`,
      title: 'Safety notice',
      tone: 'notice' as const,
      lines: noticeInLines(notice),
      links: [],
      shown: [notice],
    }))
    if (access !== 'full') return here
    const today = dayOf(now)
    const own = holds.has('safety_notice')
      ? (await noticesOf(tx, nominal)).filter(notice => stateOf(notice, today) !== 'ended')
      : []
    if (own.length === 0 && !may) return here
    return [
      ...here,
      {
        id: 'safety-notices',
        title: 'Safety notices',
        tone: 'plain',
        lines:
          own.length === 0
            ? [
                'Nobody who may not know of this record is told anything. A safety notice would say to them what you word.',
              ]
            : own.map(notice => `${notice.words} ${readersInWords(notice)}. ${stateInWords(notice, today)}.`),
        links: [
          ...own.map(notice => ({ text: `Notice ${notice.quote}`, href: noticeAddress(notice.id) })),
          { text: may ? 'Write a safety notice' : 'All of its notices', href: noticesOfAddress(nominal) },
        ],
      },
    ]
  },
)
