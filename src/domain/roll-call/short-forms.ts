/**
 * Given names and the short forms people use for them, in Latin letters without marks. A short form may stand for several
 * names, and people are christened with it too, so it never makes anybody likely: it only tells whom a name could be.
 */
const groups = `
abigail abby gail|agnieszka aga agusia|albert al bert bertie|aleksandra ola sasza|aleksander alek olek sasha|
alessandro ale sandro|alexander alex al sandy sasha xander lex|alexandra alex sandra sasha lexi alexa|
alejandro alex jandro ale|alejandra alex jandra ale|alexandre alex|alfred alf fred freddie|amanda mandy|
anastasia nastya stasia ana|andreas andi andy|andrew andy drew|andrei andrey andriy andryusha|andrzej jedrek|angela angie|anna ann annie anya ania anka|
anne annie|annika anni|anthony tony ant|antonio toni tony tonio nino|antoine toine|barbara barb barbie babs basia|beatrice bea trixie|
beatriz bia bea|benedikt ben beni|benjamin ben benji benny|bernard bernie|bogdan bodya|caroline carol carrie caro|carolina caro lina|catherine cathy cate kate cat|
charles charlie chuck chas|charlotte lottie charlie lotte|christian chris|christina chris chrissy tina|christine chris chrissy tina|
christopher chris topher kit|christoph chris|consuelo chelo|cristina cris tina|daniel dan danny dani|daniela dani|dariusz darek|david dave davey davi|deborah deb debbie|dimitrios dimitris mitsos|
dmitri dmitry dima mitya|dominic dom nick|donald don donnie|dorothy dot dottie dolly|eduardo edu lalo|edward ed eddie ted teddy ned|ekaterina katya|ekaterini katerina|elena lena|
eleanor ellie nell nora|elisabeth lisa lisbeth elli sissi liesl betti|elizabeth liz lizzie beth betty eliza libby lisa bess|emily em emmy|emma em emmy|enrique quique kike|
erzsebet bozsi|esther essie|eugene gene|evangelia eva litsa|evgeny evgeni zhenya|federico fede|ferdinand ferdi nando|fernando nando fer|francesca franca cesca|francesco checco franco|francisca paca|
francisco paco pancho fran kiko chico|frances fran franny frankie|francis frank fran|franz franzl|frederick fred freddie|friedrich fritz|gabriel gabe gabi|gabriela gabi gaby|
georg schorsch|george georgie|georgios giorgos|gerald gerry jerry|gerhard gerd|giovanni gianni vanni nanni|giuseppe beppe pino peppe|gregory greg|grzegorz grzes grzesiek|guadalupe lupe|guillaume gui|guillermo memo guille|
gustavo gus tavo|hannah hanna|hans hansi|harold harry hal|heinrich heinz heiner|helena hela lena|henry harry hank hal|ignacio nacho|igor gosha|ioannis giannis yannis|isabel isa bel chabela|isabella bella izzy isa|irina ira|
ivan vanya vania|jacob jake|jacqueline jackie|jadwiga jadzia|jakob kobi|jakub kuba|james jim jimmy jamie|jan janek|janet jan|jennifer jen jenny jenn|jeffrey jeff|jerzy jurek|jesus chucho chuy|jessica jess jessie|joanna jo asia joasia|
johann hans hannes|johannes hannes jo hans|john johnny jack jon|jonathan jon jonny nathan|jorge coque|jose pepe che ze|josef sepp joschi|joseph joe joey|josephine jo josie|joshua josh|juan juanito|julia julie jules julka|julian jules|karl kalle|karolina karo karolcia|
katarzyna kasia kaska|katharina kathi katha kati|katherine kate katie kathy kat kit|kathleen kathy kath|kenneth ken kenny|konstantin kostya|konstantinos kostas dinos|krzysztof krzys krzysiek|larissa lara|lawrence larry laurie|leonard leo len lenny|leonardo leo|lorenzo renzo|louis lou|louise lou|lucia lucy|ludmila lyuda mila|
ludwig lutz wiggerl|luis lucho|lukasz luki|maciej maciek|magdalena magda lena|malgorzata gosia malgosia|manuel manu manolo|margaret maggie meg peg peggy marge greta daisy|margarete gretl grete|margarita rita marga|
maria mary masha marysia mimi mia|mariana mari|marie mimi|martha marty|martin marty|mary molly polly|matthew matt matty|matthias matze hias matt|maximilian max maxi|maxim max|maximo max|mehmet memo|melissa mel missy|michael mike mick mickey mitch michi|michal misiek|michele mich|mikhail misha|miguel migue|mohammed mo mohd md|monika moni|
mustafa musti|nadezhda nadya|natalia natasha nata|natalie nat|nathaniel nate nat|nicholas nick nicky nico|nicola nico nicky|nicole nicky nic niki|nicolas nico|nikolai kolya nick|nikolaos nikos|nikolaus niki klaus|olga olya|oleksandr sashko olek|oliver ollie|olivia liv livvy|panagiotis takis|
pamela pam|patricia pat patty trish tricia|patrick pat paddy rick|patrizia pat|pavel pasha|pedro perico|penelope penny|peter pete|petra petri|philip phil pip|philippe phil|piotr piotrek|priscilla cilla|rafael rafa|raymond ray|rebecca becky becca|
ricardo rick ricky richi|richard rick rich dick ricky richie|robert rob bob bobby robbie bert|roberto beto rob berto|rodrigo rodri|roman roma|ronald ron ronnie|rosario charo|rosemary rosie rose|rudolf rudi|samantha sam sammy|samuel sam sammy|santiago santi|sarah sally sadie|salvatore toto turi|sebastian seb basti bastian|sergei sergey seryozha|sergio checho|simon si|sofia sofi sonya|sophia sophie|sophie sophia soph|
stanislaw staszek stas|stefan stef steff|stefania stefi|stephanie steph steffi|stephen steve|steven steve|susan sue susie suzy|susanne susi sanne|svetlana sveta|tatiana tanya|terence terry|theodore ted theo teddy|theresa terry tess tessa|therese resi|thomas tom tommy tomas|timothy tim|tobias tobi|tomasz tomek|
ulrich uli|ursula uschi ursel|valentina valya tina vale|valerie val|vasily vasya|vasilios vasilis|veronica vero ronnie|victor vic|victoria vicky tori|vincent vince vinny|vincenzo enzo|viktor vitya|vladimir vova volodya vlad|volodymyr vova|walter walt wally|wilhelm willi|william will bill billy liam willy|wojciech wojtek|wolfgang wolfi wolf|xavier javi|yulia yulya|yuri yura|zachary zach zack|zofia zosia
`;

const related = new Map<string, Set<string>>();
for (const group of groups.replaceAll('\n', '').split('|')) {
  const names = group.split(' ');
  for (const name of names) {
    const others = related.get(name) ?? new Set();
    for (const other of names) if (other !== name) others.add(other);
    related.set(name, others);
  }
}

const none: ReadonlySet<string> = new Set();

/** The names that a given name may be short for, its own short forms, and their siblings. Small ASCII letters. */
export const relatedNames = (name: string): ReadonlySet<string> => related.get(name) ?? none;
