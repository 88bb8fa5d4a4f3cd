// Made once: a number that is written in figures by its locale each time makes a formatter of its own each time, and a page has dozens.
const figures = new Intl.NumberFormat('en-GB')

/** A count as people read it: "1,204". */
export const inFigures = (count: number): string => figures.format(count)
