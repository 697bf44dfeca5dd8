// How the town of the demo edition files its news: areas, and the sections in them. Pure.
import type { DemoArea } from '../shape.ts'

// The order of the sections is the order of the front page.
export const areas: DemoArea[] = [
  { name: 'Town', sections: ['Town & Harbour', 'Letters'] },
  { name: 'Field & Bench', sections: ['Science', 'Technology'] },
  { name: 'Outdoors', sections: ['Weather & Sea'] },
  { name: 'Elsewhere', sections: ['Beyond the breakwater'] },
]
