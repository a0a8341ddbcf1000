// Package lines drives a client written for Go by lines of JSON; ../../README.md has them.
package lines

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"runtime/debug"
)

// Fault is what an application finds out about an error of its client.
type Fault struct {
	Type      string `json:"type"`
	Message   string `json:"message"`
	Status    int    `json:"status,omitempty"`
	RequestID string `json:"requestId,omitempty"`
	Item      any    `json:"item,omitempty"`
	Reasons   any    `json:"reasons,omitempty"`
}

// Unnamed is an error that has no code.
func Unnamed(err error) Fault {
	return Fault{Type: reflect.Indirect(reflect.ValueOf(err)).Type().Name(), Message: err.Error()}
}

// Client calls the methods of a DAX client.
type Client struct {
	Name   string
	Module string
	// DAX has the methods, one for each operation.
	DAX any
	// Call calls one of them with its input.
	Call func(method, input reflect.Value) []reflect.Value
	// Values has the types that stand for an interface, by the name that the service gives them.
	Values map[string]any
	Fault  func(err error) Fault
	Close  func() error
}

// Failed says that the client could not be made, and ends the process.
func Failed(fault Fault) {
	write(bufio.NewWriter(os.Stdout), map[string]any{"failed": fault})
	os.Exit(1)
}

type call struct {
	Operation string `json:"operation"`
	Input     any    `json:"input"`
}

type question struct {
	ID json.RawMessage `json:"id"`
	call
	Together []call `json:"together"`
}

// Serve serves standard input to its end, and ends the process.
func (c *Client) Serve() {
	out := bufio.NewWriter(os.Stdout)
	write(out, map[string]any{"ready": map[string]string{"client": c.Name, "version": c.version()}})
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			write(out, c.answer(line))
		}
		if err != nil {
			break
		}
	}
	if err := c.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "close:", err)
	}
	os.Exit(0)
}

func (c *Client) version() string {
	build, _ := debug.ReadBuildInfo()
	for _, module := range build.Deps {
		if module.Path == c.Module {
			return module.Version
		}
	}
	return "unknown"
}

func write(out *bufio.Writer, line any) {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(line); err != nil {
		panic(err)
	}
	if err := out.Flush(); err != nil {
		panic(err)
	}
}

func (c *Client) answer(line []byte) map[string]any {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	var asked question
	if err := decoder.Decode(&asked); err != nil {
		panic(err)
	}
	if asked.Together == nil {
		answer := c.ask(asked.call)
		answer["id"] = asked.ID
		return answer
	}
	answers := make([]map[string]any, len(asked.Together))
	done := make(chan struct{})
	for i, one := range asked.Together {
		go func() {
			answers[i] = c.ask(one)
			done <- struct{}{}
		}()
	}
	for range answers {
		<-done
	}
	return map[string]any{"id": asked.ID, "answers": answers}
}

func (c *Client) ask(one call) map[string]any {
	method := reflect.ValueOf(c.DAX).MethodByName(one.Operation)
	input, err := c.input(method, one.Input)
	if err != nil {
		return map[string]any{"unsupported": err.Error()}
	}
	results := c.Call(method, input)
	if err, failed := results[1].Interface().(error); failed {
		return map[string]any{"error": c.Fault(err)}
	}
	return map[string]any{"output": JSON(results[0].Interface())}
}

// input makes what the method takes as its last argument but for options.
func (c *Client) input(method reflect.Value, from any) (reflect.Value, error) {
	if !method.IsValid() {
		return method, fmt.Errorf("no such operation")
	}
	at := 0
	for method.Type().In(at).Kind() != reflect.Pointer {
		at++
	}
	input := reflect.New(method.Type().In(at).Elem())
	return input, c.fill(input.Elem(), from)
}
