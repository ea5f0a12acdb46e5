/** Codes of the languages that ISO-8859-1 can write, as CD-Text has them from EBU Tech 3258. */
export const CD_TEXT_LANGUAGES = {
  basque: 0x0d,
  catalan: 0x03,
  danish: 0x07,
  dutch: 0x1d,
  english: 0x09,
  finnish: 0x27,
  french: 0x0f,
  galician: 0x13,
  german: 0x08,
  icelandic: 0x14,
  italian: 0x15,
  norwegian: 0x1e,
  portuguese: 0x21,
  spanish: 0x0a,
  swedish: 0x28,
} as const

export type CdTextLanguage = keyof typeof CD_TEXT_LANGUAGES
