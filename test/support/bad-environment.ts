// An environment with nothing right in it.

/** One bad value for every variable that can have one. */
export const badEnvironment: Record<string, string> = {
  PORT: '80a',
  BASE_URL: 'news.example',
  DATABASE_URL: 'mysql://db',
  SMTP_URL: 'mail.example:25',
  TRUST_PROXY: 'the one in front',
  LOG_LEVEL: 'loud',
  SECRET: 'short',
  DEMO: 'maybe',
  RATE_LIMITS: '0',
  PAGE_CACHE_MB: 'all',
}
