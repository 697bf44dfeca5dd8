// View models of the page that sends a picture, and of the picture field in forms. Pure.

import { number } from '../format.ts'
import { altFault, undescribedPicture } from '../markup/alt-text.ts'
import { ownPicture } from '../markup/links.ts'
import { pictureMarkup } from '../markup/toolbar.ts'
import { limits } from '../settings.ts'
import { urls } from '../urls.ts'
import { ACCEPTED_NAMES, ACCEPTED_TYPES, MAX_MEGABYTES } from './rules.ts'

export type PictureField = {
  fault: string
  hint: string
  /** A picture of the text lacks its description; empty if none does. */
  altFault: string
  /** Address of that picture, to show it beside the field; empty for none. */
  shown: string
  /** The description, as typed. */
  alt: string
  accept: string
  maxAlt: number
  /** The form can be sent without a picture. */
  optional: boolean
}

const accepted = `${ACCEPTED_NAMES}, up to ${MAX_MEGABYTES} MB.`

/**
 * A missing description, asked for at its own field instead of at the text.
 * @param fault of the text
 */
export function missingDescription(
  body: string,
  fault: string | undefined,
): { altFault: string; shown: string } | null {
  const picture = fault === undefined || fault !== altFault(body) ? null : undescribedPicture(body)
  return picture === null
    ? null
    : { altFault: `${picture.which} has no description. Describe it for people who can’t see it.`, shown: picture.src }
}

/** @param optional false on the page for pictures */
export const pictureField = (
  typed: { fault?: string | undefined; alt?: string | undefined },
  optional: boolean,
  missing: ReturnType<typeof missingDescription> = null,
): PictureField => ({
  fault: typed.fault ?? '',
  altFault: missing?.altFault ?? '',
  shown: missing?.shown ?? '',
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
