package bot

import (
	"testing"

	"leanon/library"
)

// TestWhatIsComposedFitsDiscordInEveryLanguage runs the tests of Discord's limits in each
// language that leanon speaks, with the longest names, words and hosts.
func TestWhatIsComposedFitsDiscordInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, l := range library.Default().Spoken()[1:] {
		if testing.Short() && l.Key != "de" && l.Key != "fr" { // the longest two
			continue
		}
		t.Run("in "+l.Key, func(t *testing.T) {
			t.Parallel()
			for name, fits := range map[string]func(*testing.T){
				"after an answer": TestWhatFollowsAnAnswerFitsDiscordWithTheLongestNames,
				"answers":         TestEveryAnswerFitsDiscordWithTheLongestNames,
				"a card":          TestEveryMessageOfACardFitsDiscordWithTheLongestNamesAndWords,
				"trust":           TestEveryQuestionAboutTrustFitsDiscordWithTheLongestNames,
				"facts":           TestTheFactsFitWhoeverRunsThisCopy,
				"notes":           TestTheFullestPreviewAndNoteFitWithWordsAndRequestWhole,
				"typed":           TestWhatATypedMessageIsAskedAboutFitsDiscordWithTheLongestNamesAndWords,
				"a week":          TestAWeekFitsDiscordHoweverMuchWasShared,
				"the loop":        TestEveryMessageAroundTheLoopFitsDiscordWithTheLongestNames,
			} {
				t.Run(name, fits)
			}
		})
	}
}
