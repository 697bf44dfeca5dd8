// The entry of before, for services that name it. A start of main.mjs takes less time and memory.
import './main.mjs'
