import { openStore } from '/work/main/src/db/open.ts'
import { walk, bestOf, BUDGET, EVER, UNLIMITED, WINDOW } from '/work/main/src/search/walk.ts'
import { all, inHeadline, sideBySide, matchText } from '/work/main/src/search/match.ts'
import { yearsOf, matching } from '/work/main/src/search/queries.ts'
import { parse } from '/work/main/src/search/rules.ts'
import { wordOf } from '/work/main/bench/prose.ts'
import Database from 'better-sqlite3'
const f='/work/bench-data/full/broadside.sqlite'
const store = openStore(f); const db=store.reader
const raw = new Database(f,{readonly:true}); raw.pragma('cache_size=-65536')
const C=120,U=600,R=20000; const B0=BUDGET.search,B=BUDGET.better
const med=a=>{a=[...a].sort((x,y)=>x-y);return `${a[a.length>>1].toFixed(2)}/${a[Math.floor(a.length*.99)].toFixed(2)}`}
const kinds={
 common:i=>wordOf(C+i), rare:i=>wordOf(R+i*701%30000),
 two:i=>`${wordOf(C+i)} ${wordOf(U+i*7)}`, twocommon:i=>`${wordOf(C+i)} ${wordOf(C+61+i)}`, phrase:i=>`"${wordOf(i%8)} ${wordOf(C+i)}"`,
 commonrare:i=>`${wordOf(C+i)} ${wordOf(R+i*701%30000)}`, neg:i=>`${wordOf(C+i)} -${wordOf(C+i)}`, thethe:i=>`${wordOf(i)} -${wordOf(i)}`,
}
const cpu=()=>{const u=process.threadCpuUsage();return (u.user+u.system)/1000}
const years=(await yearsOf(db,1970,2100))
const st=new Map(years.map(y=>[y.year,raw.prepare(`select rowid from search_index_${y.year} where search_index_${y.year} match ? and rowid >= ? and rowid < ? order by rowid desc limit ?`).pluck()]))
for (const [name,q] of Object.entries(kinds)) {
  const t={all:[],head:[],side:[],best:[],rawall:[],rawone:[]}; let n=0
  for (let i=0;i<40;i++) {
    const a=parse(q(i)); const question={phrases:a.phrases,excluded:a.excluded,facts:[],noFacts:[]}
    for (let w=0;w<2;w++){
    const run=async(k,fn)=>{const b=performance.now();const r=await fn();if(w)t[k].push(performance.now()-b);return r}
    const r=await run('all',()=>walk(db,all(question),EVER,WINDOW,B0)); n+=r.keys.length
    const h=inHeadline(question), s=sideBySide(question)
    if(h) await run('head',()=>walk(db,h,EVER,WINDOW,B))
    if(s) await run('side',()=>walk(db,s,EVER,WINDOW,B))
    await run('best',()=>bestOf(db,question,EVER))
    await run('rawall',()=>{let left=WINDOW;for(const y of years){left-=st.get(y.year).all(matchText(all(question)),BigInt(EVER.from),BigInt(EVER.before),left).length;if(left<=0)break}})
    }
  }
  console.log(name,(n/80).toFixed(0),Object.entries(t).filter(([,v])=>v.length).map(([k,v])=>k+' '+med(v)).join('  '))
}
process.exit()
