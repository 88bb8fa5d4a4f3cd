/** A reason as a profile gives it, to stand by itself: "Surname missing". In files and in the log it stays as it is. */
export const byItself = (reason: string): string => reason.charAt(0).toLocaleUpperCase('en-GB') + reason.slice(1)
