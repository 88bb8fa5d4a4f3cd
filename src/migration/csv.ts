/**
 * One line of a CSV file (RFC 4180), ended by CR and LF. A value that a spreadsheet would take for a formula gets an apostrophe before it:
 * such a file is opened by people, and its values come from outside.
 */
export const csvLine = (values: readonly string[]): string =>
  `${values
    .map(value => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value))
    .map(value => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
    .join(',')}\r\n`
