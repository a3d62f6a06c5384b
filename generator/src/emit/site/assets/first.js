"use strict";(()=>{try{let t=localStorage.getItem("tagsmith.theme");(t==="light"||t==="dark")&&(document.documentElement.dataset.theme=t)}catch{}})();
