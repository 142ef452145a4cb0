package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Two things make Markdown take time that grows with the square of its length:
// containers in containers, and marks in one paragraph that might begin something
// and do not. What is beyond these limits is text.
const (
	mostContainers = 100  // blocks around a block
	mostMarks      = 1000 // of *, _, ~, [ and ! in one block
)

// depth opens a paragraph where a container would lie too deep.
type depth struct{ parser.BlockParser }

func newDepth() depth { return depth{parser.NewParagraphParser()} }

// Trigger is what begins quotes, lists and footnotes.
func (depth) Trigger() []byte { return []byte(">-+*0123456789[") }

// Open takes the rest of the line if there are too many blocks around it.
func (d depth) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if len(pc.OpenedBlocks()) < mostContainers {
		return nil, parser.NoChildren
	}
	return d.BlockParser.Open(parent, reader, pc)
}

// CanInterruptParagraph says that containers begin without an empty line, too.
func (depth) CanInterruptParagraph() bool { return true }

// marks takes a mark for text when the block has had too many.
type marks struct{}

// spent is how many marks there were in a block.
type spent struct {
	block ast.Node
	marks int
}

var spentKey = parser.NewContextKey()

// Trigger is what begins emphasis, links and pictures.
func (marks) Trigger() []byte { return []byte("*_~[!") }

// Parse leaves a mark to the other parsers while there are few.
func (marks) Parse(parent ast.Node, reader text.Reader, pc parser.Context) ast.Node {
	s, _ := pc.Get(spentKey).(*spent)
	if s == nil || s.block != parent {
		s = &spent{block: parent}
		pc.Set(spentKey, s)
	}
	if s.marks++; s.marks <= mostMarks {
		return nil
	}
	_, segment := reader.PeekLine()
	reader.Advance(1)
	return ast.NewTextSegment(segment.WithStop(segment.Start + 1))
}

// mostDefinitions is how many lines of link definitions are taken at a time: taking
// one moves all that follow.
const mostDefinitions = 500

// definitions takes long lists of link definitions out of a paragraph bit by bit,
// before the parser would take them one by one.
type definitions struct{}

// Transform leaves of a paragraph what is no definition.
func (definitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	done := 0
	for lines.Len()-done > mostDefinitions {
		part := ast.NewParagraph()
		part.Lines().AppendAll(lines.Sliced(done, done+mostDefinitions))
		node.Parent().InsertBefore(node.Parent(), node, part)
		parser.LinkReferenceParagraphTransformer.Transform(part, reader, pc)
		if part.Parent() == nil {
			done += mostDefinitions
			continue
		}
		done += mostDefinitions - part.Lines().Len()
		node.Parent().RemoveChild(node.Parent(), part)
		break
	}
	if done > 0 {
		rest := text.NewSegments()
		rest.AppendAll(lines.Sliced(done, lines.Len()))
		node.SetLines(rest)
	}
}
