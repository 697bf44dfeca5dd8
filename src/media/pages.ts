// View models of the page that sends a picture, and of the picture field in forms. Pure.

import { number } from '../format.ts'
import { ownPicture } from '../markup/links.ts'
import { pictureMarkup } from '../markup/toolbar.ts'
import { limits } from '../settings.ts'
import { urls } from '../urls.ts'
import { ACCEPTED_NAMES, ACCEPTED_TYPES, MAX_MEGABYTES } from './rules.ts'

export type PictureField = {
  fault: string
  hint: string
  /** The description, as typed. */
  alt: string
  accept: string
  maxAlt: number
  /** The form can be sent without a picture. */
  optional: boolean
}

const accepted = `${ACCEPTED_NAMES}, up to ${MAX_MEGABYTES} MB.`

/** @param optional false on the page for pictures */
export const pictureField = (
  typed: { fault?: string | undefined; alt?: string | undefined },
  optional: boolean,
): PictureField => ({
  fault: typed.fault ?? '',
  hint: optional
    ? `${accepted} Foto: small, beside the text. Photo: full width.`
    : `${accepted} We keep the first frame of an animation, and no data about place or camera.`,
  alt: typed.alt ?? '',
  accept: ACCEPTED_TYPES,
  maxAlt: limits.picture.alt,
  optional,
})

export type MediaPage = {
  picture: PictureField
  /** The picture just sent, with its markup. */
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
