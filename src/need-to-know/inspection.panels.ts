import { panelKind, supervises } from '#nominals'
import { anyWindow, windowsOf } from './inspection.store.ts'
import { isWindowOpen, windowInWords } from './inspection.ts'
import { inspectionAddress } from './inspection.views.ts'

/** To those who have the record in full and supervise its unit: the windows in which it is read. */
export const inspectionPanels = panelKind(
  ({ actor: { role }, nominal, access }) => access === 'full' && supervises(role) && anyWindow(nominal),
  async (_any, { nominal, now }, tx) => {
    const windows = (await windowsOf(tx, nominal)).filter(window => isWindowOpen(window, now))
    if (windows.length === 0) return []
    return [
      {
        id: 'inspection',
        title: 'Inspection',
        tone: 'plain',
        lines: windows.map(window => `Read by ${window.inspectors.join(', ')}. ${windowInWords(window, now)}.`),
        links: windows.map(window => ({ text: 'See the window', href: inspectionAddress(window.id) })),
      },
    ]
  },
)
