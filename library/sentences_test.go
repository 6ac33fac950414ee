package library_test

import "testing"

// These are sentences that couples write, one list for each language. The tests check each
// sentence with all languages at once, as for a person who chose none, and once more with
// its own.

func TestWhatCouplesWriteEveryDaySoundsSeriousToNobody(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for key, sentences := range map[string][]string{
		"en": {
			"Would you hug me when you come home?", "I love it when you hit me up after work", "Beats me, ask your mum", "You beat me to it again",
			"You beat me at chess and I still love you", "I cut myself while chopping onions, nothing bad", "We need an overdose of sleep",
			"You forced me to watch Titanic and I cried", "I'm dying to see you", "This week is killing me", "I have been killing myself at work",
			"I hurt myself at the gym", "Stop cutting myself off, I tell me", "It wouldn't kill you to call", "I don't want to live so far from you", "I don't want to live without your laugh",
			"I want to die of embarrassment", "You hit me with good news", "I felt hurt when you left early", "You scared me with that mask, haha",
			"I am afraid of losing the keys again", "Shall we watch Suicide Squad?", "He beats me at every board game", "I feel beaten after today",
		},
		"de": {
			"Nimm mich bitte in den Arm", "Bring mich um acht zum Bahnhof", "Ich bringe dich um 8 hin", "Die Hitze wird mich umbringen",
			"Das wird dich nicht umbringen", "Ich wollte dich nicht verletzen", "Du hast mich verletzt, als du lachtest", "Deine Worte können mich verletzen",
			"Die Milch wird morgen nicht mehr da sein", "Du hast mich gezwungen, Brokkoli zu essen", "Ich sterbe vor Hunger", "Ich möchte sterben vor Scham",
			"Lieber tot als noch ein Meeting", "Eine Überdosis Schokolade wäre schön", "Ich kann in der Stadt nicht mehr leben", "Du hast mich beim Schach geschlagen",
			"Sie schlägt mich für den Preis vor", "Ich habe Angst vor der Prüfung", "Ohne Kaffee wäre ich tot müde", "Der Akku ist tot", "Ich mochte den Abend",
			"Du bringst mich um den Verstand",
		},
		"fr": {
			"Serre-moi fort ce soir", "On mange des pâtes au fromage râpé ?", "Râpe les carottes s'il te plaît", "Tu vas te tuer au travail",
			"Arrête de te tuer à la tâche", "J'ai peur de rentrer trop tard", "J'ai peur de rentrer seule ce soir", "Tes mots peuvent me faire du mal",
			"Tu me fais du mal quand tu pars sans rien dire", "J'ai envie d'en finir avec ce dossier", "Je veux mourir de rire avec toi", "Je meurs d'envie de te voir",
			"Tu me bats toujours aux échecs", "On se bat pour nous", "Je ne veux plus vivre loin de toi", "Je veux en finir avec la vie à distance",
			"Le violon me manque", "Je joue de la viole samedi", "Une overdose de séries dimanche", "Tu m'as forcé à goûter les huîtres", "Tu dors mieux sans moi",
			"J'ai eu peur pour toi", "Tu m'as frappé par ta gentillesse",
		},
		"es": {
			"Abrázame cuando llegues", "Cenamos rape con patatas", "¿Compras rape en el mercado?", "No quiero matarme a trabajar", "Me voy a matar a trabajar este mes",
			"No hace falta matarte a estudiar", "Tus palabras pueden hacerme daño", "Me hiciste daño al irte así", "Quiero morirme de risa contigo", "Me quiero morir de vergüenza",
			"Me muero de ganas de verte", "Te voy a matar a besos", "Me pegas la gripe cada invierno", "Ese color no me pega", "Me golpea la nostalgia", "No quiero vivir lejos de ti",
			"Duermes mejor sin mí", "Tengo miedo de volver a casa tarde", "Me da miedo volar", "Una sobredosis de chocolate, por favor", "Es una violación de mi intimidad leer mi diario",
			"Me obligaste a ver fútbol", "La batería está muerta",
		},
		"pt": {
			"Tô morrendo de saudade", "Morri de rir com o seu áudio", "Quase morri de vergonha", "Quero morrer de rir com você", "Esse calor vai me matar", "Você me mata de rir",
			"Vou te matar de beijos", "Vim matar a saudade", "Não quero viver longe de você", "Não consigo viver sem o seu café", "Não quero mais viver em São Paulo",
			"Cansei de correr atrás de apartamento", "Quero sumir com você uma semana", "Quero que essa dor de cabeça pare", "Tenho medo de te perder", "Tenho medo de aranha",
			"O filme me deu medo", "Você me assustou com aquela máscara", "Você me bate no xadrez", "Apanhei de você no truco", "Me bateu uma fome agora", "Bateu uma saudade sua",
			"Me abraça forte hoje", "Me joguei no sofá", "Cortei o cabelo ontem", "Machuquei o joelho jogando bola", "Te dou uma mão com a mudança", "Compra uma faca para mim?",
			"Você me obrigou a ver futebol", "Você nunca me deixa ganhar", "Ficamos trancados fora de casa", "Já tomei todos os remédios hoje", "Uma overdose de chocolate, por favor",
		},
	} {
		if len(sentences) < 20 {
			t.Errorf("%s: got %d sentences, want at least 20", key, len(sentences))
		}
		for _, said := range []string{"", key} {
			for _, text := range sentences {
				if l.Serious(text, said).Found {
					t.Errorf("Serious(%q, %q): got true, want false", text, said)
				}
			}
		}
	}
}

func TestHowPeopleSayWhatIsSeriousIsFound(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for key, sentences := range map[string][]string{
		"en": {
			"Sometimes I want to kill myself", "I think about killing myself", "I wish I were dead", "I don't want to live anymore", "I don’t want to live like this",
			"You'd all be better off without me", "I want to hurt myself again", "Please, I will hurt myself otherwise", "I hurt myself last night", "I hurt myself when I feel low", "I started cutting myself again", "You hit me.", "You hit me last night",
			"He beats me", "When you beat me I hide", "You scare me", "I'm scared of you", "I am afraid of you when you drink", "I'm scared to come home",
			"You raped me", "He used to rape me", "You forced me to have sex", "You said you'll end it but I'll kill you", "I took an overdose", "I WANT TO DIE",
		},
		"de": {
			"Ich bring mich um", "Ich bringe mich um.", "Ich wünschte, ich wäre tot", "Ich wuenschte, ich waere tot", "Weil ich sterben will", "Ich möchte sterben",
			"Ich moechte sterben", "Ich will einfach tot sein", "Ich will nicht mehr leben", "Ich will nicht mehr da sein", "Ich habe daran gedacht, mich umzubringen",
			"Ihr seid ohne mich besser dran", "Ich muss mich selbst verletzen", "Du machst mir Angst", "Ich habe Angst vor dir", "Du schlaegst mich", "Du hast mich geschlagen",
			"Du hast mich gewuergt", "Ich habe Angst, nach Hause zu kommen", "Du hast mich zum Sex gezwungen", "Er hat mich vergewaltigt", "Ich denke an eine Ueberdosis Tabletten",
		},
		"fr": {
			"J'ai envie d'en finir", "J'ai envie de mourir", "Parfois j’ai envie de mourir.", "Je veux mourir", "Je ne veux plus vivre", "Je vais me tuer", "Je pense à me suicider",
			"Je veux mettre fin a mes jours", "Tu serais mieux sans moi", "J'ai besoin de me faire du mal à moi-même", "Tu me fais peur", "J'ai peur de toi", "Tu m'as frappée",
			"Tu me frappes", "Tu me bats", "J'ai peur de rentrer à la maison", "Il m'a violée", "J'ai été violée", "Tu as dit : je vais te tuer", "Tu m'as forcée à coucher avec toi",
		},
		"es": {
			"Me quiero matar", "Me voy a matar", "Quiero matarme", "A veces quiero morirme", "Me quiero morir", "Quiero morir", "Ojala estuviera muerta", "Ya no quiero vivir",
			"No quiero seguir viviendo así", "Estarías mejor sin mí", "Pienso en hacerme daño a mi misma", "Me das miedo", "Tengo miedo de ti", "Te tengo miedo", "Me pegaste",
			"Me pegas cuando bebes", "Me golpeaste otra vez", "Tengo miedo de volver a casa", "Me violó", "Fui violada", "Me obligaste a acostarme contigo", "Quiero quitarme la vida",
		},
		"pt": {
			"Quero me matar", "Às vezes só quero morrer", "Não quero mais viver", "Cansei de viver", "Penso em tirar a minha vida", "Queria dormir e não acordar mais",
			"Vocês ficariam melhor sem mim", "Ninguém vai sentir minha falta", "Voltei a me cortar", "Quero dar um fim em tudo", "Tomei uma cartela de remédio", "Vou me jogar da ponte",
			"Tenho medo de você", "Tô com medo de vc quando bebe", "Você me dá medo", "Você me bateu ontem", "Cê me deu um tapa na cara", "Ele me deu uma porrada", "Apanhei do meu marido",
			"Ele partiu pra cima de mim", "Você me enforcou", "Tenho medo de voltar pra casa", "Ele me estuprou", "Fui estuprada", "Você me obrigou a transar", "Ele transou comigo à força",
			"Você não deixa eu sair de casa", "Você clonou meu whatsapp", "Vou te matar", "Vou acabar com a sua raça", "Se não for minha não vai ser de mais ninguém",
		},
	} {
		if len(sentences) < 15 {
			t.Errorf("%s: got %d sentences, want at least 15", key, len(sentences))
		}
		for _, said := range []string{"", key, "tlh"} { // an unknown language counts as none
			for _, text := range sentences {
				if !l.Serious(text, said).Found {
					t.Errorf("Serious(%q, %q): got false, want true", text, said)
				}
			}
		}
	}
}

func TestAPhraseIsLiftedOnlyWhereItsWordFollowsAtOnce(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for text, want := range map[string]bool{
		"you hit me up":                         false,
		"you hit me up, then you hit me":        true,
		"you hit me upstairs":                   true,
		"you hit me, and up we went":            true,
		"I want to die of shame. I want to die": true,
	} {
		if got := l.Serious(text, "").Found; got != want {
			t.Errorf("Serious(%q): got %v, want %v", text, got, want)
		}
	}
}
