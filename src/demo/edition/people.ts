// Who lives in the town of the demo edition. Pure.
import type { DemoPerson } from '../shape.ts'

// The members of Hawsing, a harbour town that is on no chart.
export const people: DemoPerson[] = [
  { nic: 'Capstan', role: 'admin', joinedDaysAgo: 5210 },
  { nic: 'Mrs Ottaway', role: 'moderator', joinedDaysAgo: 4877 },
  { nic: 'lee_shore', role: 'moderator', joinedDaysAgo: 2034 },
  { nic: 'Galley Proof', role: 'editor', joinedDaysAgo: 4102 },
  { nic: 'T. Umber', role: 'editor', joinedDaysAgo: 1466 },
  { nic: 'Bittern', role: 'member', joinedDaysAgo: 3951 },
  { nic: 'slackwater', role: 'member', joinedDaysAgo: 2788 },
  { nic: 'Nan Kettle', role: 'member', joinedDaysAgo: 5016 },
  { nic: 'Third Trombone', role: 'member', joinedDaysAgo: 1903 },
  { nic: 'Ironwort', role: 'member', joinedDaysAgo: 1177 },
  { nic: 'dogwatch', role: 'member', joinedDaysAgo: 3320 },
  { nic: 'Purser', role: 'member', joinedDaysAgo: 2651 },
  { nic: 'Old Limpet', role: 'member', joinedDaysAgo: 5188 },
  { nic: 'petrichor_9', role: 'member', joinedDaysAgo: 742 },
  { nic: 'Bell Buoy', role: 'member', joinedDaysAgo: 1588 },
  { nic: 'Marram', role: 'member', joinedDaysAgo: 954 },
  { nic: 'Sixpenny', role: 'member', joinedDaysAgo: 419 },
  { nic: 'Halyard Jo', role: 'member', joinedDaysAgo: 2240 },
]
