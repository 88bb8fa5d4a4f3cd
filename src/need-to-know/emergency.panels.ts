import { panelKind } from '#nominals'
import { accessRequests } from './asking.store.ts'
import { requestAddress } from './asking.views.ts'
import { isOpen } from './emergency.ts'
import { emergencyUses } from './emergency.store.ts'
import { useAddress, useInWords } from './emergency.views.ts'

/** Below *full*: how to get more. At *full*: who has the safety sheet open, whose use waits for review, and who asks for access. */
export const emergencyPanels = panelKind(
  ({ access, holds }) => access !== 'full' || holds.has('emergency_access') || holds.has('access_request'),
  async (_any, { nominal, access, now }, tx) => {
    const [uses, requests] = await Promise.all([emergencyUses(tx, nominal), accessRequests(tx, nominal)])
    if (access !== 'full') {
      const open = uses.find(use => isOpen(use, now))
      const asked = requests[0]?.answer === null
      return [
        {
          id: 'more',
          title: 'If you need more',
          tone: 'plain',
          lines: [
            ...(asked ? ['You have asked for access. It waits for an answer.'] : []),
            'Ring the desk, or ask for access by name. In an emergency you can open the safety sheet for a short time: the desk and an auditor are told at once.',
          ],
          links: [
            ...(open ? [{ text: 'The safety sheet is open', href: useAddress(open.id) }] : []),
            { text: 'Ask for more', href: `/nominals/${nominal}/access-requests` },
            { text: 'Emergency access', href: `/nominals/${nominal}/emergency-access` },
          ],
        },
      ]
    }
    const waiting = requests.filter(({ answer }) => answer === null)
    const told = uses.filter(use => isOpen(use, now) || use.review === null)
    return [
      ...(waiting.length === 0
        ? []
        : [
            {
              id: 'access-requests',
              title: 'Asked for access',
              tone: 'plain' as const,
              lines: waiting.map(({ by, agency, purpose }) => `${by}, ${agency}: ${purpose}`),
              links: waiting.map(request => ({
                text: `${request.by}: grant or refuse`,
                href: requestAddress(request),
              })),
            },
          ]),
      ...(told.length === 0
        ? []
        : [
            {
              id: 'emergency-access',
              title: 'Emergency access',
              tone: told.some(use => isOpen(use, now)) ? ('notice' as const) : ('plain' as const),
              lines: told.map(use => useInWords(use, now)),
              links: told.map(use => ({ text: `${use.by}: what it was for`, href: useAddress(use.id) })),
            },
          ]),
    ]
  },
)
