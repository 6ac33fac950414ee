package talk

// Delivery is one message that is owed to a channel and must arrive exactly once.
// Its sender commits it, with After, before the first attempt, and never changes
// Nonce, Mark or Message afterwards: Discord's history and its memory of nonces are
// compared with them.
type Delivery struct {
	Channel        string  // channel id
	Mark           string  // every custom id of the message's components ends in "."+Mark, so the history shows it
	Nonce          string  // at most 25 characters, unique for the bot, the same at every attempt
	After          string  // id of the last message known in the channel when the attempt was committed; where it is "" the newest 300 are searched
	MayHaveArrived bool    // an earlier attempt may have got through: the history is searched first
	Lane           int     // 0 somebody is waiting, 1 relays, 2 scheduled; lower goes first, and lets the others have a turn
	Message        Message // never Private
}

// Posted is a message of ours in a channel's history.
type Posted struct {
	ID   string
	Mark string // as in Delivery; "" where its components have none
}
