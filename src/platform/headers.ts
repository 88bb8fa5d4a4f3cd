/**
 * What every answer carries, pages and JSON alike. Nothing may be kept by a browser or a proxy (static files, which are named
 * after their content, say otherwise for themselves); nothing may frame Concord; no address, which may hold what was
 * searched for, is told to another site.
 */
export const commonHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const

/** Told to browsers where Concord is served over https: two years, as the preload lists ask. */
export const strictTransport = 'max-age=63072000; includeSubDomains'

/**
 * The content security policy: no script and no style inline, nothing from elsewhere. A picture may lie in the page itself: a page that shows
 * a face is then one look at it, and one entry in the log (docs/decisions/files.md). `formActions`: other origins to which a form's answer
 * may redirect (the sign-in provider's, where signing out ends there; browsers hold redirects against form-action too).
 */
export const contentPolicy = (formActions: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    ['form-action', "'self'", ...formActions].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
