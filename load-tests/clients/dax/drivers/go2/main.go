// Drives the DAX client for the AWS SDK for Go 2.
package main

import (
	"context"
	"errors"
	"os"
	"reflect"
	"strings"

	"github.com/aws/aws-dax-go-v2/dax"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"

	"larder/dax/lines"
)

func main() {
	config := dax.DefaultConfig()
	config.HostPorts = []string{os.Getenv("DAX_ENDPOINT")}
	config.Region = os.Getenv("AWS_REGION")
	config.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{
			AccessKeyID:     os.Getenv("AWS_ACCESS_KEY_ID"),
			SecretAccessKey: os.Getenv("AWS_SECRET_ACCESS_KEY"),
		}, nil
	})
	config.Logger = nil
	client, err := dax.New(config)
	if err != nil {
		lines.Failed(fault(err))
	}
	(&lines.Client{
		Name:   "go2",
		Module: "github.com/aws/aws-dax-go-v2",
		DAX:    client,
		Call: func(method, input reflect.Value) []reflect.Value {
			return method.Call([]reflect.Value{reflect.ValueOf(context.Background()), input})
		},
		Values: map[string]any{
			"B":    &types.AttributeValueMemberB{},
			"BOOL": &types.AttributeValueMemberBOOL{},
			"BS":   &types.AttributeValueMemberBS{},
			"L":    &types.AttributeValueMemberL{},
			"M":    &types.AttributeValueMemberM{},
			"N":    &types.AttributeValueMemberN{},
			"NS":   &types.AttributeValueMemberNS{},
			"NULL": &types.AttributeValueMemberNULL{},
			"S":    &types.AttributeValueMemberS{},
			"SS":   &types.AttributeValueMemberSS{},
		},
		Fault: fault,
		Close: client.Close,
	}).Serve()
}

func fault(err error) lines.Fault {
	var coded smithy.APIError
	if !errors.As(err, &coded) {
		return lines.Unnamed(err)
	}
	// The client repeats the code before the message.
	message := coded.ErrorMessage()
	if rest, repeated := strings.CutPrefix(message, "api error "); repeated {
		_, message, _ = strings.Cut(rest, ": ")
	}
	fault := lines.Fault{Type: coded.ErrorCode(), Message: message}
	var answered interface {
		StatusCode() int
		RequestID() string
	}
	if errors.As(err, &answered) {
		fault.Status = answered.StatusCode()
		fault.RequestID = answered.RequestID()
	}
	var failed *types.ConditionalCheckFailedException
	if errors.As(err, &failed) && failed.Item != nil {
		fault.Item = lines.JSON(failed.Item)
	}
	var cancelled *types.TransactionCanceledException
	if errors.As(err, &cancelled) && cancelled.CancellationReasons != nil {
		fault.Reasons = lines.JSON(cancelled.CancellationReasons)
	}
	return fault
}
