import { addressCheckView } from '../../../src/need-to-know/address-check.views.ts'

const typed = { flat: '', line: '12 Thimble Lane', postcode: 'TF3 4NA', incident: 'WM-2211', purpose: 'A fire' }
const askTheDesk = 'Do not approach or visit before you have spoken to the duty desk.'
const desk = { desk: 'Police duty desk, West Midlands', telephone: '01632 960101', quote: '4KDX-22HA' }

/** The address safety check: empty, refused, and each of its answers. */
export const addressCheckSamples = {
  'address-check': addressCheckView(),
  'address-check-refused': addressCheckView({
    typed: { ...typed, postcode: '', incident: '' },
    refusals: [
      { field: 'postcode', text: 'Enter the whole postcode, like TF3 4NA' },
      { field: 'incident', text: 'Enter the incident number' },
    ],
  }),
  'address-check-yes': addressCheckView({
    typed,
    answer: {
      known: true,
      desks: [
        {
          ...desk,
          instructions: [
            { instruction: askTheDesk, place: 'here' },
            { instruction: 'Attend in pairs.', place: 'another flat' },
          ],
        },
        { ...desk, telephone: '01632 960102', instructions: [{ instruction: askTheDesk, place: 'building' }] },
      ],
    },
  }),
  'address-check-no': addressCheckView({ typed, answer: { known: false, desks: [] } }),
}
