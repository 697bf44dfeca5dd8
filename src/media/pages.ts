// What the page says on which a picture is sent, and the part of a form that takes one along. Pure.

import { number } from '../format.ts'
import { ownPicture } from '../markup/links.ts'
import { pictureMarkup } from '../markup/toolbar.ts'
import { limits } from '../settings.ts'
import { urls } from '../urls.ts'
import { ACCEPTED_NAMES, ACCEPTED_TYPES, MAX_MEGABYTES } from './rules.ts'

/** The field for a picture within a form. */
export type PictureField = {
  fault: string
  hint: string
  /** The description, as typed. */
  alt: string
  accept: string
  maxAlt: number
  /** The field belongs to a form that can be sent without a picture. */
  optional: boolean
}

const takes = `${ACCEPTED_NAMES}, up to ${MAX_MEGABYTES} MB.`

/** @param optional false on the page for pictures itself */
export const pictureField = (
  typed: { fault?: string | undefined; alt?: string | undefined },
  optional: boolean,
): PictureField => ({
  fault: typed.fault ?? '',
  hint: optional
    ? `${takes} Foto: small, beside the text. Photo: full width.`
    : `${takes} Of a moving picture the first frame is kept, and of where and with what it was taken nothing.`,
  alt: typed.alt ?? '',
  accept: ACCEPTED_TYPES,
  maxAlt: limits.picture.alt,
  optional,
})

export type MediaPage = {
  picture: PictureField
  /** The picture that has just been sent, with the markup that shows it. */
  sent: { src: string; width: number; height: number; alt: string; pixels: string; foto: string; photo: string } | null
}

export function mediaPage(
  typed: { fault?: string; alt?: string },
  sent: { name: string; alt: string } | null,
): MediaPage {
  const own = sent === null ? null : ownPicture(urls.media(sent.name))
  return {
    picture: pictureField(typed, false),
    sent:
      sent === null || own === null
        ? null
        : {
            src: own.src,
            width: own.width,
            height: own.height,
            alt: sent.alt,
            pixels: `${number(own.width)} by ${number(own.height)} pixels`,
            foto: pictureMarkup('foto', own.src, sent.alt),
            photo: pictureMarkup('photo', own.src, sent.alt),
          },
  }
}
