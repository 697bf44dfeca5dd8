// Runs of letters that an invented nic must not contain: rude, hateful or sad in one of nine languages. Pure.

import { lazy } from '../../lazy.ts'

/** Stems without accents, by language, each fillPage once. Only Pic-a-Nic uses them. */
const byLanguage = {
  english: `
    abo anal anus arse ass ball bast bimbo bit boff bollo bonk boob bong bugg bum butt chink clit cock coke coon cootch crap crip crot cum cunn cunt
    dago damn dark dead death devil dick dike dildo ding dong dork douch drug dumb dung dyke enem erect erot fag fann fart fat felch fetish flap flog fool foul
    frig fuc fuk gag gang gas gay gimp git goof gook goy gyp hag hate hell heroin hick hitler hoe homo hook hor hump idiot incest injun jail jap jerk jew jiz junk
    kike kill kink klan knob kraut lesb lick loon lunat lust lynch mick milf minge molest mong moron muff murder naked nazi nazz negr nig nip nook nude nut oral orgy
    paed paki pedo pee perv pig pimp piss poof pook poo porn prick prod pube puke pus queer quim rack rag rape rat rectum retard rim roger rot rump sad satan scat scrot scum seed semen sex
    shag shemal shit skank skin slag slave slob slut smack smut snatch snog snot sod sook spas sperm spic spook spunk squaw stab stink strip suck suicid swine
    taint tard terror thick thug tit tong tool toss tramp trann troll troon trump turd turk twat ugly urin vag venom virgin vomit vulv
    wank weed ween widd wizz welsh wet whip whor wick willy wimp wog wop wrong yid zit zulu`,
  german: `
    affe arsch bloed blod bordel bums bruest brust depp doof drecks duemm dumm eier fett ficker fick fotz furz gaul geil hasch hexe hure hodd hod irre jud kack kanak kot luder
    mist mosch musch narr neger nutt penner penn pimmel popp puff saeck sau schei schlamp schwu spast stirb titt tod trottel tunt vieh weib wichs wix zigeun zipf`,
  french: `
    beurk bite biff bicot boche bord bougn branl caca chatt chie chier cocu cona con coui cucu cul encul fess fion fouf fout garce gland gouin merd morb moul negro niak niqu
    pede pedal pet pine pipi pisse pouf pute putain quequ quenn raton salop seins suce tapet teub tocard trou viol youpin youtr zizi zob`,
  spanish: `
    bolla cabr cag chinga choch cojon cono cul culo foll gilip guarr hosti imbec jode joder joto lefa mamon mamad mari maric mierd moro muert
    paja pajer pend pene picha pinch pito poll put puto rabo sudac teta tetas tont verga zorr`,
  italian: `
    bocch cacc cagn cazz cess chiav cogl culatt fava fess fica figa finocc froc froci merda minch minn mona morto passer patac pirla pirl pompin porc porco pott puttan ricch
    scem scop sega sorca strega stronz tett terron topa troi vaff zocc zinn`,
  dutch: `
    aars dood drol eikel flikk flik hoer hond kakk kank keut klet kloot klot kont kut kwak lul moff mof mok muts neuk nicht pijp pik poep pot reet rund schijt slet sloer snol stom
    stront teef tering tiet trut tyf wijf zak zeik zot`,
  portuguese: `
    bich bobb bocet bosta broch bucet buch bund cacet caralh chat cona corn cornud cus fed fod foder lixo macac merd mij otar panel peid pica pinto pir porra pret pum punhet rola
    saco sapat tarad tesao tolo veado viad xana xot`,
  polish: `
    burd chuj chol cip ciot cyc debil dup dziw fiut gej gown gnoj huj jeb kurw kut mord muja ped pierd pizd pind ruch rzyg skurw sra srac sram swin suk szmat zyd zdech`,
  swedish: `
    apa bajs ball blatt bog bogg bratt djav fan fis fitt fjoll hor javel knull kuk lapp luff mogg mus mupp ned neg obild pitt rov runk rumpa skit slem slyn slamp snopp snusk
    subb svart svin tatt tjock`,
} as const

/** Every run once, without runs that contain a shorter one. */
export const refused: () => readonly string[] = lazy(() => {
  const all = [...new Set(Object.values(byLanguage).flatMap((words) => words.trim().split(/\s+/)))]
  return all.filter((word) => !all.some((other) => other !== word && word.includes(other)))
})
