import { panelKind } from '#nominals'
import { arrivalsOf, forceContacts } from './local-contact.store.ts'
import { arrivalInWords, gapsOf, isLocalContact, kindInWords } from './local-contact.ts'
import { arrivalAddress, tellingInWords } from './local-contact.views.ts'

/** To those who have the record in full, and to the local contacts: who acknowledged, and who of the shift was told what. */
export const localContactPanels = panelKind(
  ({ actor: { role }, access, holds }) => holds.has('local_arrival') || (access === 'summary' && isLocalContact(role)),
  async (_any, { actor: { role }, nominal, access, now }, tx) => {
    const arrivals = await arrivalsOf(tx, nominal)
    if (arrivals.length === 0) return []
    const here = new Set(arrivals.map(({ force }) => force))
    const gaps =
      access === 'full'
        ? (await forceContacts(tx))
            .filter(({ name }) => here.has(name))
            .flatMap(force => gapsOf(force).map(gap => `${force.name}: ${gap}.`))
        : []
    return [
      {
        id: 'local-contact',
        title: 'Local point of contact',
        tone: 'plain',
        lines: [
          ...arrivals.flatMap(arrival => [
            `${kindInWords(arrival)}. ${arrivalInWords(arrival, now)}.`,
            ...arrival.tellings.map(tellingInWords),
          ]),
          ...gaps,
        ],
        links: isLocalContact(role)
          ? arrivals.map(arrival => ({
              text: arrival.acknowledged ? 'Say who was told' : 'Acknowledge, and say who was told',
              href: arrivalAddress(arrival),
            }))
          : [],
      },
    ]
  },
)
